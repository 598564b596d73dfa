import { IncidentKind } from '@coinslot/shared/http/admin-incidents.ts';
import type { Need, NeedKind } from '@coinslot/shared/http/admin-overview.ts';
import { incidentWords } from '@coinslot/shared/incident-words.ts';
import { plural, t } from '@lingui/core/macro';
import { paths } from '../../app/paths.ts';
import { formatCoins } from '../../lib/format.ts';
import { sayContract } from '../../words/say.ts';

export type NeedWords = {
  title: string;
  /** The page on which it is mended; null where no page does it. */
  path: string | null;
  /** Worst: something is at a standstill or at risk now. */
  isBad: boolean;
};

const bad: ReadonlySet<NeedKind> = new Set(['mail_kept', 'operator_webhook_gone', 'sign_in_failing']);

/** What waits for a person, in words, and where to go. */
export function describeNeed(need: Need): NeedWords {
  const { data: kind } = IncidentKind.safeParse(need.kind);
  const isBad = kind === undefined ? bad.has(need.kind) : incidentWords[kind].severity === 'bad';
  const said = words(need);
  return {
    ...said,
    path: need.incidentId === null ? said.path : paths.adminIncident(need.incidentId),
    isBad,
  };
}

function words(need: Need): Omit<NeedWords, 'isBad'> {
  const say = needWords[need.kind] ?? sayIncident;
  return say(need, (key) => String(need.params[key] ?? ''));
}

/** `id` reads one of the need's parameters. */
type Say = (need: Need, id: (key: string) => string) => Omit<NeedWords, 'isBad'>;

/** Of an incident that has no words of its own here. */
function sayIncident({ kind, name }: Need): Omit<NeedWords, 'isBad'> {
  const { data } = IncidentKind.safeParse(kind);
  const text = data === undefined ? kind : sayContract(incidentWords[data].text);
  return { title: name === '' ? text : `${name}: ${text}`, path: null };
}

const needWords: Partial<Record<NeedKind, Say>> = {
  worker_locked: ({ name }) => ({ title: t`Worker ${name} is locked`, path: paths.adminFleet }),
  worker_failing: ({ name }) => ({ title: t`Worker ${name} fails again and again`, path: paths.adminFleet }),
  lab_breaker_open: ({ name }, id) => ({
    title: t`Lab ${name} closed itself after failures`,
    path: paths.adminLab(id('labId')),
  }),
  lab_not_ending: ({ name, params }, id) => ({
    title: plural(Number(params['count'] ?? 0), {
      one: `Lab ${name}: # session cannot be ended`,
      other: `Lab ${name}: # sessions cannot be ended`,
    }),
    path: paths.adminLab(id('labId')),
  }),
  lab_session_unknown: ({ name }, id) => ({
    title: t`Nobody knows whether ${name} still runs at its lab`,
    path: paths.adminMachine(id('machineId')),
  }),
  lab_session_stuck: ({ name }, id) => ({
    title: t`The lab does not end the session of ${name}`,
    path: paths.adminMachine(id('machineId')),
  }),
  lab_without_permission: ({ name }, id) => ({
    title: t`Lab ${name} has no permission record: nothing is sold there`,
    path: paths.adminLab(id('labId')),
  }),
  lab_disabled: ({ name }, id) => ({
    title: t`Lab ${name} is switched off`,
    path: paths.adminLab(id('labId')),
  }),
  seat_disabled: ({ name }, id) => ({
    title: t`Seat ${name} is disabled`,
    path: paths.adminSeat(id('labId'), id('seatId')),
  }),
  seat_used_up: ({ name }, id) => ({
    title: t`Seat ${name} has no uses left`,
    path: paths.adminSeat(id('labId'), id('seatId')),
  }),
  machine_degraded: ({ name }, id) => ({
    title: t`Machine ${name} cannot be reached`,
    path: paths.adminMachine(id('machineId')),
  }),
  machine_needs_operator: ({ name }, id) => ({
    title: t`Machine ${name} waits for an operator`,
    path: paths.adminScreen(id('machineId')),
  }),
  sign_in_failing: ({ name }, id) => ({
    title: t`Signing in by ${name} does not work`,
    path: paths.adminSettingsProvider(id('provider')),
  }),
  ledger_wrong: ({ params }) => ({
    title: t`The books do not add up: ${formatCoins(Number(params['coins'] ?? 0))} differ (coinslot ledger verify)`,
    path: null,
  }),
  mail_kept: ({ params }) => ({
    title: plural(Number(params['count'] ?? 0), {
      one: '# mail waits, because no mail server is set up',
      other: '# mails wait, because no mail server is set up',
    }),
    path: paths.adminSettingsMail,
  }),
  operator_webhook_gone: () => ({
    title: t`The Discord channel for your alarms is gone: nobody is told of anything`,
    path: paths.adminSettingsAlerts,
  }),
  discord_failing: () => ({ title: t`Discord refuses us for a while`, path: paths.adminSettingsDiscord }),
  tunnels_failing: () => ({
    title: t`Cloudflare refuses us or does not answer: no tunnel is made`,
    path: paths.adminSettingsTunnels,
  }),
  tunnel_stuck: ({ name }, id) => ({
    title: t`The tunnel of ${name} could not be removed yet`,
    path: paths.adminMachine(id('machineId')),
  }),
  outbox_failed: ({ params }) => ({
    title: plural(Number(params['count'] ?? 0), {
      one: '# message could not be delivered',
      other: '# messages could not be delivered',
    }),
    path: `${paths.adminOutbox}?state=failed`,
  }),
  admin_without_second_factor: ({ name }, id) => ({
    title: t`${name} has admin permissions and no second factor`,
    path: paths.adminUser(id('userId')),
  }),
  pages_not_written: (_need, id) =>
    id('page') === 'privacy'
      ? { title: t`The page about privacy is still the sample text`, path: paths.adminSettingsPrivacy }
      : { title: t`The terms are still the sample text`, path: paths.adminSettingsTerms },
};
