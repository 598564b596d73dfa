import type { Machine } from '@coinslot/shared/http/machines.ts';
import type { Me } from '@coinslot/shared/http/me.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { isFinalMachineState } from '@coinslot/shared/states/machine.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
import { warningTimes } from '../../features/machines/warning-times.ts';
import { TerminalCard } from '../../features/terminal/components/terminal-card.tsx';
import { hasStatus } from '../../lib/api-error.ts';
import { formatCountdown, formatTimeOfDay } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Card, CardTitle } from '../../ui/card.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { say } from '../../words/say.ts';
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
        <TerminalCard machine={machine} className="min-w-0 lg:col-span-2" />
        {/* One column on a phone: what comes when it is ready comes below the log, and nothing moves. */}
        <div className="min-w-0 space-y-4 max-lg:contents">
          {over ? <EndSummary machine={machine} /> : null}
          {ready ? <EntranceCard machine={machine} /> : null}
          {wasSetUp && !ready ? (
            <SetUpCard machine={machine} events={live.events} className={over ? '' : entranceRoom} />
          ) : null}
          {ready ? <TimeCard machine={machine} className="max-lg:order-1" /> : null}
        </div>
        <div className="min-w-0 space-y-4 max-lg:contents">
          <LogPanel
            log={live.log}
            status={live.status}
            capped={machine.logCapped}
            fileName={`${machine.name}.log`}
          />
          {machine.health ? (
            <HealthCard machineId={machine.id} health={machine.health} className="max-lg:order-1" />
          ) : null}
          {ready ? <SetUpCard machine={machine} events={live.events} className="max-lg:order-1" /> : null}
        </div>
      </div>
    </>
  );
}

/** The steps and then the way in stand in the same place: it is as high as the way in from the start. */
const entranceRoom = 'min-h-[38.5rem] sm:min-h-[34rem] lg:min-h-[38.5rem]';

type SetUpCardProps = { machine: Machine; events: readonly MachineEvent[]; className: string };

function SetUpCard({ machine, events, className }: SetUpCardProps) {
  return (
    <Card className={className}>
      <CardTitle>
        <Trans>Setting it up</Trans>
      </CardTitle>
      <Checklist machine={machine} events={events} />
    </Card>
  );
}

function EntranceCard({ machine }: { machine: Machine }) {
  const { pendingSince } = machine.restart;
  if (pendingSince === null) return <ConnectionCard machine={machine} className={entranceRoom} />;
  return (
    <Card className={entranceRoom}>
      <CardTitle>
        <Trans>Log in</Trans>
      </CardTitle>
      <p role="status" className="text-soft">
        <Trans>
          It is restarting since {formatTimeOfDay(pendingSince)}. The way in is closed while it restarts. It
          appears here again by itself, with a new password.
        </Trans>
      </p>
    </Card>
  );
}

/** Names the page; shortly before the end the countdown stands in the tab's title. */
function MachineHeader({ machine }: { machine: Machine }) {
  const now = useNow();
  const leftMs = machine.expiresAt ? new Date(machine.expiresAt).getTime() - now : null;
  const ending = machine.state === 'ready' && leftMs !== null && leftMs <= warningTimes(machine).firstMs;
  const short = ending ? t`${formatCountdown(leftMs)} left` : say(stateLabels[machine.state]);
  return (
    <PageHeader title={machine.name} documentTitle={`${short} · ${machine.name}`}>
      {machine.productName}
    </PageHeader>
  );
}
