import { type EndReason, endReasons } from '@coinslot/shared/states/end-reason.ts';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { notify, withdraw } from '../../notifications/index.ts';
import type { LockedMachine } from './lock-machine.ts';

type TellContext = Pick<BrokerContext, 'bus'>;

/** The owner hears that the machine is ready, once. */
export async function tellReady(tx: Tx, ctx: TellContext, machine: LockedMachine): Promise<void> {
  if (machine.ownerId === null) return;
  await notify(tx, ctx, {
    kind: 'machine_ready',
    userId: machine.ownerId,
    params: { machineId: machine.id, machineName: machine.name },
    dedupeKey: machine.id,
  });
}

/** Ends that their owner knows of or cannot be told of: their own act, and an account that is closed to them. */
const untold: ReadonlySet<EndReason> = new Set([
  'member_stopped',
  'cancelled',
  'account_disabled',
  'payment_reversed',
  'subscription_suspended',
]);

/** The owner hears that the machine ended without their doing, and how many coins came back. */
export async function tellEnd(
  tx: Tx,
  ctx: TellContext,
  machine: LockedMachine,
  { reason, detail, refunded }: { reason: EndReason; detail: string | null; refunded: number },
): Promise<void> {
  if (machine.ownerId === null || untold.has(reason)) return;
  const facts = { machineId: machine.id, machineName: machine.name, reason, refunded };
  const told = { userId: machine.ownerId, dedupeKey: machine.id };
  await (endReasons[reason].fault === 'house'
    ? notify(tx, ctx, { ...told, kind: 'machine_failed', params: { ...facts, detail } })
    : notify(tx, ctx, { ...told, kind: 'machine_ended', params: facts }));
}

/** The machine has more time: what warned of its former end is not true any more. */
export async function withdrawWarnings(tx: Tx, machine: LockedMachine): Promise<void> {
  if (machine.ownerId === null) return;
  await withdraw(tx, { userId: machine.ownerId, kind: 'machine_expiring', keyBegins: `${machine.id}:` });
}
