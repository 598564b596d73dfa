import type { Machine } from '@coinslot/shared/http/machines.ts';
import type { Me } from '@coinslot/shared/http/me.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { isFinalMachineState } from '@coinslot/shared/states/machine.ts';
import { useParams } from 'react-router';
import { useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useMachine } from '../../features/machines/api/get-machine.ts';
import { Checklist } from '../../features/machines/components/checklist.tsx';
import { ConnectionCard } from '../../features/machines/components/connection-card.tsx';
import { EndSummary } from '../../features/machines/components/end-summary.tsx';
import { HealthCard } from '../../features/machines/components/health-card.tsx';
import { LogPanel } from '../../features/machines/components/log-panel.tsx';
import { MachineStatus } from '../../features/machines/components/machine-status.tsx';
import { TimeCard } from '../../features/machines/components/time-card.tsx';
import { stateLabels } from '../../features/machines/describe-machine.ts';
import { useLiveMachine } from '../../features/machines/live/use-live-machine.ts';
import { hasStatus } from '../../lib/api-error.ts';
import { formatCountdown } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Card, CardTitle } from '../../ui/card.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { NotFoundPage } from './not-found-page.tsx';

export function MachinePage() {
  const { id = '' } = useParams();
  const machine = useMachine(id);
  const me = useSignedIn();
  if (hasStatus(machine.error, 404) || hasStatus(machine.error, 400)) return <NotFoundPage />;
  return (
    <QueryView query={machine} loading={<SkeletonList rows={3} rowClassName="h-44" />}>
      {(found) => (me ? <MachineView key={found.id} machine={found} me={me} /> : null)}
    </QueryView>
  );
}

function MachineView({ machine, me }: { machine: Machine; me: Me }) {
  const live = useLiveMachine(machine.id);
  const over = isFinalMachineState(machine.state);
  const ready = machine.state === 'ready';
  const wasSetUp = machine.steps.length > 0 || !over;
  return (
    <>
      <MachineHeader machine={machine} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.5fr)]">
        <div className="min-w-0 lg:col-span-2">
          <MachineStatus machine={machine} events={live.events} wallet={me.wallet} />
        </div>
        <div className="min-w-0 space-y-4">
          {over ? <EndSummary machine={machine} /> : null}
          {ready ? <ReadyCards machine={machine} /> : null}
          {wasSetUp && !ready ? <SetUpCard machine={machine} events={live.events} /> : null}
        </div>
        <div className="min-w-0 space-y-4">
          <LogPanel
            log={live.log}
            status={live.status}
            capped={machine.logCapped}
            fileName={`${machine.name}.log`}
          />
          {machine.health ? <HealthCard machineId={machine.id} health={machine.health} /> : null}
          {ready ? <SetUpCard machine={machine} events={live.events} /> : null}
        </div>
      </div>
    </>
  );
}

type SetUpCardProps = { machine: Machine; events: readonly MachineEvent[] };

function SetUpCard({ machine, events }: SetUpCardProps) {
  return (
    <Card>
      <CardTitle>Setting it up</CardTitle>
      <Checklist machine={machine} events={events} />
    </Card>
  );
}

function ReadyCards({ machine }: { machine: Machine }) {
  return (
    <>
      {machine.restart.pendingSince === null ? (
        <ConnectionCard machine={machine} />
      ) : (
        <Card>
          <CardTitle>Log in</CardTitle>
          <p className="text-soft">
            The way in is closed while it restarts. It appears here again by itself.
          </p>
        </Card>
      )}
      <TimeCard machine={machine} />
    </>
  );
}

const warningMs = 10 * 60_000;

/** Names the page; in the last 10 minutes the countdown stands in the tab's title. */
function MachineHeader({ machine }: { machine: Machine }) {
  const now = useNow();
  const leftMs = machine.expiresAt ? new Date(machine.expiresAt).getTime() - now : null;
  const ending = machine.state === 'ready' && leftMs !== null && leftMs <= warningMs;
  const short = ending ? `${formatCountdown(leftMs)} left` : stateLabels[machine.state];
  return (
    <PageHeader title={machine.name} documentTitle={`${short} · ${machine.name}`}>
      {machine.productName}
    </PageHeader>
  );
}
