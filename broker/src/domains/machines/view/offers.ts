import type { ExtensionOffer, Machine } from '@coinslot/shared/http/machines.ts';
import { recipeCan } from '../recipe-can.ts';
import { whyNotExtendable } from '../time/extension-facts.ts';
import type { MachineViewRow } from './machine-view-row.ts';

/** What more time costs, and whether it can be had just now. Null when the product or its lab does not offer any. */
export function offerExtension(
  { state, recipe, terms }: Pick<MachineViewRow, 'state' | 'recipe' | 'terms'>,
  marginMs: number,
): ExtensionOffer | null {
  if (terms === null || !recipeCan(recipe, 'extends')) return null;
  const { minutes, price, latestEndAt, pending } = terms;
  const whyNot = whyNotExtendable(state, terms, marginMs);
  return { minutes, price, canExtend: whyNot === null, whyNot, latestEndAt, pending };
}

/** Whether the machine can be restarted just now, and what became of the newest restart. */
export function offerRestart({
  state,
  recipe,
  terms,
  restart,
  labIsOpen,
}: Pick<MachineViewRow, 'state' | 'recipe' | 'terms' | 'restart' | 'labIsOpen'>): Machine['restart'] {
  const isPending = restart?.state === 'pending';
  return {
    canRestart:
      state === 'ready' &&
      recipeCan(recipe, 'restarts') &&
      labIsOpen &&
      !isPending &&
      (terms?.pending ?? null) === null,
    pendingSince: isPending ? restart.requestedAt : null,
    failure: restart?.state === 'failed' ? restart.detail : null,
  };
}
