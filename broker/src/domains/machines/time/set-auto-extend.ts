import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { lockOwnMachine } from '../acts/lock-own-machine.ts';
import { appendEvent } from '../life/append-event.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { recipeCan } from '../recipe-can.ts';

/**
 * The owner's switch: more time is bought by itself shortly before the end. It may be set before the machine is ready.
 *
 * @throws not_found, machine_not_extendable, rate_limited (only switching on: nobody is kept from switching it off)
 */
export async function setAutoExtend(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: { memberId: string; machineId: string; enabled: boolean },
): Promise<void> {
  const machine = await lockOwnMachine(tx, act);
  const { enabled } = act;
  if (enabled) await refuseHopeless(tx, machine);
  if (enabled && !machine.autoExtend) await refuseTooOften(tx, machine.id);
  await tx.execute(sql`
    update machines set auto_extend = ${enabled}, auto_extend_stopped = null where id = ${machine.id}
  `);
  if (machine.autoExtend === enabled) return;
  await appendEvent(tx, ctx, machine.id, { kind: 'auto_extend', enabled, text: null });
}

/** Each switching is kept for ever and pushed to all who watch. */
const switchesOnPerMinuteMax = 6;

async function refuseTooOften(tx: Tx, machineId: string): Promise<void> {
  const switchedOn = await readRows(
    tx,
    z.object({ n: z.int() }),
    sql`
      select n from machine_events
      where machine_id = ${machineId} and kind = 'auto_extend' and (data ->> 'enabled')::boolean
        and at > now() - interval '1 minute'
      order by n desc limit ${switchesOnPerMinuteMax}
    `,
  );
  if (switchedOn.length < switchesOnPerMinuteMax) return;
  throw fail('rate_limited', {
    detail: saidSentences.auto_extend_too_often,
    retryAfterSeconds: 60,
  });
}

async function refuseHopeless(tx: Tx, machine: LockedMachine): Promise<void> {
  const refuse = (detail: string) => fail('machine_not_extendable', { detail });
  if (machine.endReason !== null) throw refuse(saidSentences.extension_ended);
  if (machine.extensionMinutes === null) throw refuse(saidSentences.extension_not_sold);
  const [lab] = await readRows(
    tx,
    z.object({ recipe: z.string() }),
    sql`select recipe from labs where id = ${machine.labId}`,
  );
  if (lab === undefined || !recipeCan(lab.recipe, 'extends'))
    throw refuse(saidSentences.extension_unknown_to_lab);
}
