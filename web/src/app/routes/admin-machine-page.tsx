import type { AdminMachine } from '@coinslot/shared/http/machines.ts';
import { isFinalMachineState } from '@coinslot/shared/states/machine.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { MonitorPlay } from 'lucide-react';
import { useParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useAdminMachine } from '../../features/machines/api/get-admin-machine.ts';
import { AdminHealthCard } from '../../features/machines/components/admin-health-card.tsx';
import { AdminStopButton } from '../../features/machines/components/admin-stop-button.tsx';
import { AdminTimeCard } from '../../features/machines/components/admin-time-card.tsx';
import { Checklist } from '../../features/machines/components/checklist.tsx';
import { EventList } from '../../features/machines/components/event-list.tsx';
import { EvidenceList } from '../../features/machines/components/evidence-list.tsx';
import { LabSessionList } from '../../features/machines/components/lab-session-list.tsx';
import { LogPanel } from '../../features/machines/components/log-panel.tsx';
import { describeCharge } from '../../features/machines/describe-charge.ts';
import { describeEnd, stateLabels, stateTones } from '../../features/machines/describe-machine.ts';
import { usePolledLog } from '../../features/machines/live/use-polled-log.ts';
import { hasStatus } from '../../lib/api-error.ts';
import { formatDateTime, formatTimeOfDay } from '../../lib/format.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card, CardTitle } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { say } from '../../words/say.ts';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

export function AdminMachinePage() {
  const { id = '' } = useParams();
  const machine = useAdminMachine(id);
  if (hasStatus(machine.error, 404) || hasStatus(machine.error, 400)) return <NotFoundPage />;
  return (
    <QueryView query={machine} loading={<SkeletonList rows={3} rowClassName="h-44" />}>
      {(found) => <AdminMachineView key={found.id} machine={found} />}
    </QueryView>
  );
}

function AdminMachineView({ machine }: { machine: AdminMachine }) {
  const me = useSignedIn();
  const { log, status } = usePolledLog(machine.id, machine.state);
  const over = isFinalMachineState(machine.state);
  return (
    <>
      <BackLink to={paths.adminMachines}>
        <Trans>All machines</Trans>
      </BackLink>
      <PageHeader
        title={machine.name}
        aside={
          over ? null : (
            <div className="flex flex-wrap gap-2">
              {mayDo(me, 'admin.machines.watch') ? (
                <LinkButton to={paths.adminScreen(machine.id)}>
                  <MonitorPlay aria-hidden /> <Trans>Live view</Trans>
                </LinkButton>
              ) : null}
              {mayDo(me, 'admin.machines.stop') ? <AdminStopButton machine={machine} /> : null}
            </div>
          )
        }
      >
        <Badge tone={stateTones[machine.state]}>{say(stateLabels[machine.state])}</Badge>{' '}
        {machine.health?.state === 'degraded' ? (
          <>
            <Badge tone="bad">
              <Trans>Degraded</Trans>
            </Badge>{' '}
          </>
        ) : null}
        {machine.endReason ? describeEnd(machine) : machine.productName}
      </PageHeader>
      {machine.needsOperatorUntil && !over ? (
        <Notice tone="coin" className="mb-4">
          <Trans>
            It waits for a person until {formatTimeOfDay(machine.needsOperatorUntil)}: open the live view.
          </Trans>
        </Notice>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-4">
          <Card>
            <CardTitle>
              <Trans>Who and where</Trans>
            </CardTitle>
            <WhoAndWhere machine={machine} />
          </Card>
          <AdminTimeCard machine={machine} />
          <Card>
            <CardTitle>
              <Trans>Lab sessions</Trans>
            </CardTitle>
            <LabSessionList sessions={machine.labSessions} />
          </Card>
        </div>
        <div className="min-w-0 space-y-4">
          <Card>
            <CardTitle>
              <Trans>Steps</Trans>
            </CardTitle>
            <Checklist machine={machine} events={[]} />
          </Card>
          {machine.readyAt ? <AdminHealthCard machine={machine} /> : null}
          <Card>
            <CardTitle>
              <Trans>Evidence</Trans>
            </CardTitle>
            <EvidenceList items={machine.evidence} mayRead={mayDo(me, 'admin.evidence.read')} />
          </Card>
        </div>
        <Card className="min-w-0 lg:col-span-2">
          <CardTitle>
            <Trans>Events</Trans>
          </CardTitle>
          <EventList machineId={machine.id} refetchInterval={over ? false : 5000} />
        </Card>
        <div className="min-w-0 lg:col-span-2">
          <LogPanel log={log} status={status} capped={machine.logCapped} fileName={`${machine.name}.log`} />
        </div>
      </div>
    </>
  );
}

function WhoAndWhere({ machine }: { machine: AdminMachine }) {
  return (
    <Facts
      items={[
        {
          name: t`Member`,
          value: machine.owner ? `${machine.owner.name} (${machine.owner.email})` : t`Nobody`,
        },
        { name: t`Product`, value: machine.productName },
        { name: t`Worker`, value: machine.worker?.name ?? t`None` },
        { name: t`Seat`, value: machine.seat?.username ?? t`None` },
        { name: t`Epoch`, value: machine.epoch },
        { name: t`Try`, value: machine.attempt },
        { name: t`Charge`, value: describeCharge(machine) },
        { name: t`Requested`, value: formatDateTime(machine.requestedAt) },
        ...(machine.readyAt ? [{ name: t`Ready`, value: formatDateTime(machine.readyAt) }] : []),
        ...(machine.expiresAt ? [{ name: t`Expires`, value: formatDateTime(machine.expiresAt) }] : []),
        ...(machine.endedAt ? [{ name: t`Ended`, value: formatDateTime(machine.endedAt) }] : []),
      ]}
    />
  );
}
