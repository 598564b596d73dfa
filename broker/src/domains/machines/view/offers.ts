import type { ExtensionOffer, Machine } from '@coinslot/shared/http/machines.ts';
import { recipeCan } from '../recipe-can.ts';
import type { MachineViewRow } from './machine-view-row.ts';

type Around = Pick<MachineViewRow, 'state' | 'recipe' | 'terms' | 'restart'>;

/** What more time costs, and whether it can be had just now. Null when the product or its lab does not offer any. */
export function offerExtension(
  { state, recipe, terms, restart }: Around,
  marginMs: number,
): ExtensionOffer | null {
  if (terms === null || !recipeCan(recipe, 'extends')) return null;
  const { minutes, price, latestEndAt, pending } = terms;
  const whyNot = whyNoExtension({ state, terms, isRestarting: restart?.state === 'pending', marginMs });
  return { minutes, price, canExtend: whyNot === null, whyNot, latestEndAt, pending };
}

function whyNoExtension({
  state,
  terms,
  isRestarting,
  marginMs,
}: {
  state: MachineViewRow['state'];
  terms: NonNullable<MachineViewRow['terms']>;
  isRestarting: boolean;
  marginMs: number;
}): ExtensionOffer['whyNot'] {
  if (state !== 'ready') return 'not_ready';
  if (terms.pending !== null) return 'pending';
  if (isRestarting) return 'restarting';
  if ((terms.leftMs ?? 0) <= marginMs) return 'too_late';
  return terms.reachesMaxLife ? 'max_life' : null;
}

/** Whether the machine can be restarted just now, and what became of the newest restart. */
export function offerRestart({ state, recipe, terms, restart }: Around): Machine['restart'] {
  const isPending = restart?.state === 'pending';
  return {
    canRestart:
      state === 'ready' && recipeCan(recipe, 'restarts') && !isPending && (terms?.pending ?? null) === null,
    pendingSince: isPending ? restart.requestedAt : null,
    failure: restart?.state === 'failed' ? restart.detail : null,
  };
}
