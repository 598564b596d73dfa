import type { Incident } from '@coinslot/shared/http/admin-incidents.ts';
import type { Permission } from '@coinslot/shared/permissions.ts';
import { t } from '@lingui/core/macro';
import { paths } from '../../../app/paths.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';

/** The pages of what an incident is about, as far as one may open them. */
export function IncidentLinks({ incident }: { incident: Incident }) {
  const me = useSignedIn();
  const open = listLinks(incident).filter(({ to, permission }) => to !== null && mayDo(me, permission));
  return (
    <div className="flex flex-wrap gap-2">
      {open.map(({ to, words }) => (
        <LinkButton key={words} to={to ?? paths.admin} size="small">
          {words}
        </LinkButton>
      ))}
    </div>
  );
}

type PageLink = { to: string | null; words: string; permission: Permission };

function listLinks({ kind, machineId, labId, seatId, workerId }: Incident): PageLink[] {
  const waits = kind === 'machine_needs_operator';
  return [
    {
      to: machineId && paths.adminMachine(machineId),
      words: t`The machine`,
      permission: 'admin.machines.read',
    },
    {
      to: waits && machineId ? paths.adminScreen(machineId) : null,
      words: t`Live view`,
      permission: 'admin.machines.watch',
    },
    {
      to: labId && seatId && paths.adminSeat(labId, seatId),
      words: t`The seat`,
      permission: 'admin.seats.read',
    },
    { to: labId && paths.adminLab(labId), words: t`The lab`, permission: 'admin.labs.read' },
    { to: workerId && paths.adminFleet, words: t`The fleet`, permission: 'admin.workers.read' },
    {
      to: kind === 'outbox_failed' ? `${paths.adminOutbox}?state=failed` : null,
      words: t`Outbox`,
      permission: 'admin.outbox.read',
    },
    {
      to: kind === 'tunnels_failing' ? paths.adminSettingsTunnels : null,
      words: t`Tunnels`,
      permission: 'admin.settings.read',
    },
  ];
}
