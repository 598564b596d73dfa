import type { MachineHealth } from '@coinslot/shared/http/machines.ts';
import type { Product } from '@coinslot/shared/http/products.ts';
import { type EndReason, endReasons } from '@coinslot/shared/states/end-reason.ts';
import type { MachineState } from '@coinslot/shared/states/machine.ts';
import type { Cell, Color } from './table.ts';

const states: Readonly<Record<MachineState, { text: string; color: Color; sentence: string }>> = {
  queued: { text: 'waiting', color: 'yellow', sentence: 'it waits for a free place' },
  assigned: { text: 'starting', color: 'yellow', sentence: 'it is being set up' },
  provisioning: { text: 'being set up', color: 'yellow', sentence: 'it is being set up' },
  ready: { text: 'ready', color: 'green', sentence: 'it is restarting, or does not answer' },
  stopping: { text: 'stopping', color: 'yellow', sentence: 'it is being stopped' },
  stopped: { text: 'ended', color: 'dim', sentence: 'it has ended' },
  failed: { text: 'failed', color: 'red', sentence: 'it has ended' },
};

/** A machine's state in the words of the pages. */
export function sayState(state: MachineState): Cell {
  const { text, color } = states[state];
  return { text, color };
}

/** Why there is no way in to a machine of this state. */
export function sayNoWayIn(state: MachineState): string {
  return states[state].sentence;
}

/** Why it ended; the detail adds what the reason alone does not say. */
export function sayEnd(reason: EndReason, detail: string | null): string {
  const { text } = endReasons[reason];
  return detail === null || detail === text ? text : `${text} ${detail}`;
}

/** Whether the way in of a ready machine answers. */
export const healthWords = {
  unchecked: 'not checked yet',
  ok: 'answers',
  failing: 'last check failed',
  degraded: 'does not answer',
} as const satisfies Record<MachineHealth['state'], string>;

/** Why a product cannot be bought. */
export const unavailableWords = {
  lab_disabled: 'its lab is switched off for now',
  no_permission_record: 'not cleared for sale yet',
  out_of_stock: 'all places are taken',
  off_sale: 'not on sale',
  no_worker: 'no worker can run it just now',
  no_seat: 'no account at its lab may be used just now',
  temporarily: 'its lab does not work just now; it is tried again by itself',
} as const satisfies Record<NonNullable<Product['unavailable']>, string>;
