import type { Machine } from '@coinslot/shared/http/machines.ts';
import { isFinalMachineState } from '@coinslot/shared/states/machine.ts';
import { useParams } from 'react-router';
import { useProducts } from '../../features/catalog/api/list-products.ts';
import { useMachine } from '../../features/machines/api/get-machine.ts';
import { Checklist } from '../../features/machines/components/checklist.tsx';
import { ConnectionCard } from '../../features/machines/components/connection-card.tsx';
import { EndSummary } from '../../features/machines/components/end-summary.tsx';
import { LogPanel } from '../../features/machines/components/log-panel.tsx';
import { MachineStatus } from '../../features/machines/components/machine-status.tsx';
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
  if (hasStatus(machine.error, 404) || hasStatus(machine.error, 400)) return <NotFoundPage />;
  return (
    <QueryView query={machine} loading={<SkeletonList rows={3} rowClassName="h-44" />}>
      {(found) => <MachineView key={found.id} machine={found} />}
    </QueryView>
  );
}

function MachineView({ machine }: { machine: Machine }) {
  const live = useLiveMachine(machine.id);
  const products = useProducts();
  const product = products.data?.items.find((candidate) => candidate.id === machine.productId);
  const over = isFinalMachineState(machine.state);
  const wasSetUp = machine.steps.length > 0 || !over;
  return (
    <>
      <MachineHeader machine={machine} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.5fr)]">
        <div className="min-w-0 lg:col-span-2">
          <MachineStatus machine={machine} refundsUnusedOnStop={product?.refundsUnusedOnStop} />
        </div>
        <div className="min-w-0 space-y-4">
          {over ? <EndSummary machine={machine} /> : null}
          {machine.state === 'ready' ? (
            <ConnectionCard machineId={machine.id} machineName={machine.name} />
          ) : null}
          {wasSetUp ? (
            <Card>
              <CardTitle>Setting it up</CardTitle>
              <Checklist machine={machine} events={live.events} />
            </Card>
          ) : null}
        </div>
        <div className="min-w-0">
          <LogPanel
            log={live.log}
            status={live.status}
            capped={machine.logCapped}
            fileName={`${machine.name}.log`}
          />
        </div>
      </div>
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
