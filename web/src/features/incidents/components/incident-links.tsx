import type { Incident } from '@coinslot/shared/http/admin-incidents.ts';
import { Trans } from '@lingui/react/macro';
import { paths } from '../../../app/paths.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';

/** The pages of what an incident is about, as far as one may open them. */
export function IncidentLinks({ incident }: { incident: Incident }) {
  const me = useSignedIn();
  const { machineId, labId, seatId, workerId, kind } = incident;
  return (
    <div className="flex flex-wrap gap-2">
      {machineId && mayDo(me, 'admin.machines.read') ? (
        <LinkButton to={paths.adminMachine(machineId)} size="small">
          <Trans>The machine</Trans>
        </LinkButton>
      ) : null}
      {machineId && kind === 'machine_needs_operator' && mayDo(me, 'admin.machines.watch') ? (
        <LinkButton to={paths.adminScreen(machineId)} size="small">
          <Trans>Live view</Trans>
        </LinkButton>
      ) : null}
      {labId && seatId && mayDo(me, 'admin.seats.read') ? (
        <LinkButton to={paths.adminSeat(labId, seatId)} size="small">
          <Trans>The seat</Trans>
        </LinkButton>
      ) : null}
      {labId && mayDo(me, 'admin.labs.read') ? (
        <LinkButton to={paths.adminLab(labId)} size="small">
          <Trans>The lab</Trans>
        </LinkButton>
      ) : null}
      {workerId && mayDo(me, 'admin.workers.read') ? (
        <LinkButton to={paths.adminFleet} size="small">
          <Trans>The fleet</Trans>
        </LinkButton>
      ) : null}
      {kind === 'outbox_failed' && mayDo(me, 'admin.outbox.read') ? (
        <LinkButton to={`${paths.adminOutbox}?state=failed`} size="small">
          <Trans>Outbox</Trans>
        </LinkButton>
      ) : null}
      {kind === 'tunnels_failing' && mayDo(me, 'admin.settings.read') ? (
        <LinkButton to={paths.adminSettingsTunnels} size="small">
          <Trans>Tunnels</Trans>
        </LinkButton>
      ) : null}
    </div>
  );
}
