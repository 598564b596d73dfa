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
  const count = Number(params['count'] ?? 0);
  switch (kind) {
    case 'ledger_wrong':
      return t`${formatCoins(Number(params['coins'] ?? 0))} differ`;
    case 'hold_stuck':
      return t`${formatCoins(count)} are held`;
    case 'lab_not_ending':
      return plural(count, { one: '# session', other: '# sessions' });
    case 'worker_silent':
    case 'worker_revoked_holding':
      return plural(count, { one: '# machine', other: '# machines' });
    case 'mass_outage':
      return t`${count} of ${params['known'] ?? 0} workers`;
    case 'outbox_failed':
      return plural(count, { one: '# message', other: '# messages' });
    case 'seat_miscounted':
    case 'worker_miscounted':
      return t`${params['counted'] ?? 0} counted, ${params['found'] ?? 0} found`;
    case 'machine_stuck': {
      const { data } = MachineState.safeParse(params['state']);
      return data === undefined ? null : say(stateLabels[data]);
    }
    case 'order_overdue':
      return params['order'] === 'restart' ? t`a restart` : t`more time`;
    default:
      return null;
  }
}
