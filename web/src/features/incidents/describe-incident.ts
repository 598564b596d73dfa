import type { Incident, IncidentKind, IncidentSeverity } from '@coinslot/shared/http/admin-incidents.ts';
import { incidentWords } from '@coinslot/shared/incident-words.ts';
import { MachineState } from '@coinslot/shared/states/machine.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural, t } from '@lingui/core/macro';
import { formatCoins } from '../../lib/format.ts';
import type { BadgeTone } from '../../ui/badge.tsx';
import { say, sayContract } from '../../words/say.ts';
import { stateLabels } from '../machines/describe-machine.ts';

export const severityWords = {
  bad: { label: msg`Urgent`, tone: 'bad' },
  warning: { label: msg`Look at it`, tone: 'coin' },
  notice: { label: msg`Passes by itself`, tone: 'neutral' },
} satisfies Record<IncidentSeverity, { label: MessageDescriptor; tone: BadgeTone }>;

/** What is stuck, in one sentence without a name. */
export function describeKind(kind: IncidentKind): string {
  return sayContract(incidentWords[kind].text);
}

/** The numbers of its kind in words; null where it has none. */
export function describeParams({ kind, params }: Pick<Incident, 'kind' | 'params'>): string | null {
  return paramWords[kind]?.(params) ?? null;
}

type Params = Incident['params'];

const countOf = (params: Params) => Number(params['count'] ?? 0);
const sayMachines = (params: Params) => plural(countOf(params), { one: '# machine', other: '# machines' });
const sayDifference = (params: Params) => t`${params['counted'] ?? 0} counted, ${params['found'] ?? 0} found`;

const paramWords: Partial<Record<IncidentKind, (params: Params) => string | null>> = {
  ledger_wrong: (params) => t`${formatCoins(Number(params['coins'] ?? 0))} differ`,
  hold_stuck: (params) => t`${formatCoins(countOf(params))} are held`,
  lab_not_ending: (params) => plural(countOf(params), { one: '# session', other: '# sessions' }),
  worker_silent: sayMachines,
  worker_revoked_holding: sayMachines,
  mass_outage: (params) => t`${countOf(params)} of ${params['known'] ?? 0} workers`,
  outbox_failed: (params) => plural(countOf(params), { one: '# message', other: '# messages' }),
  seat_miscounted: sayDifference,
  worker_miscounted: sayDifference,
  machine_stuck: (params) => {
    const { data } = MachineState.safeParse(params['state']);
    return data === undefined ? null : say(stateLabels[data]);
  },
  order_overdue: (params) => (params['order'] === 'restart' ? t`a restart` : t`more time`),
};
