import type { Need, NeedKind } from '@coinslot/shared/http/admin-overview.ts';
import { plural, t } from '@lingui/core/macro';
import { paths } from '../../app/paths.ts';

export type NeedWords = {
  title: string;
  /** The page on which it is mended; null where no page does it. */
  path: string | null;
  /** Worst: something is at a standstill or at risk now. */
  isBad: boolean;
};

const bad: ReadonlySet<NeedKind> = new Set([
  'worker_locked',
  'lab_breaker_open',
  'lab_session_unknown',
  'lab_session_stuck',
  'sign_in_failing',
  'outbox_failed',
]);

/** What waits for a person, in words, and where to go. */
export function describeNeed(need: Need): NeedWords {
  return { ...words(need), isBad: bad.has(need.kind) };
}

function words({ kind, name, params }: Need): Omit<NeedWords, 'isBad'> {
  const id = (key: string) => String(params[key] ?? '');
  const lab = paths.adminLab(id('labId'));
  const machine = paths.adminMachine(id('machineId'));
  switch (kind) {
    case 'worker_locked':
      return { title: t`Worker ${name} is locked`, path: paths.adminFleet };
    case 'worker_failing':
      return { title: t`Worker ${name} fails again and again`, path: paths.adminFleet };
    case 'lab_breaker_open':
      return { title: t`Lab ${name} closed itself after failures`, path: lab };
    case 'lab_session_unknown':
      return { title: t`Nobody knows whether ${name} still runs at its lab`, path: machine };
    case 'lab_session_stuck':
      return { title: t`The lab does not end the session of ${name}`, path: machine };
    case 'lab_without_permission':
      return { title: t`Lab ${name} has no permission record: nothing is sold there`, path: lab };
    case 'lab_disabled':
      return { title: t`Lab ${name} is switched off`, path: lab };
    case 'seat_disabled':
      return { title: t`Seat ${name} is disabled`, path: paths.adminSeat(id('labId'), id('seatId')) };
    case 'seat_used_up':
      return { title: t`Seat ${name} has no uses left`, path: paths.adminSeat(id('labId'), id('seatId')) };
    case 'machine_degraded':
      return { title: t`Machine ${name} cannot be reached`, path: machine };
    case 'machine_needs_operator':
      return { title: t`Machine ${name} waits for an operator`, path: machine };
    case 'sign_in_failing':
      return {
        title: t`Signing in by ${name} does not work`,
        path: paths.adminSettingsProvider(id('provider')),
      };
    case 'outbox_failed': {
      const title = plural(Number(params['count'] ?? 0), {
        one: '# message could not be delivered',
        other: '# messages could not be delivered',
      });
      return { title, path: `${paths.adminOutbox}?state=failed` };
    }
    case 'admin_without_second_factor':
      return { title: t`Admin ${name} has no second factor`, path: paths.adminUser(id('userId')) };
    case 'pages_not_written':
      return params['page'] === 'privacy'
        ? { title: t`The page about privacy is still the pattern`, path: paths.adminSettingsPrivacy }
        : { title: t`The terms are still the pattern`, path: paths.adminSettingsTerms };
  }
}
