import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { holderIsOld } from '../life/holder-is-old.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { recipeCan } from '../recipe-can.ts';

/** `passes`: the same wish may be granted in a moment. */
export interface NotExtendable {
  sentence: string;
  passes: boolean;
}

/** Why a machine, locked by the caller, cannot be given more time just now: one sentence for its owner; null when it can. */
export async function explainNotExtendable(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config'>,
  machine: LockedMachine,
): Promise<NotExtendable | null> {
  const never = (sentence: string): NotExtendable => ({ sentence, passes: false });
  const later = (sentence: string): NotExtendable => ({ sentence, passes: true });
  if (machine.state !== 'ready') return never('Only a ready machine can be given more time.');
  if (machine.extensionMinutes === null) return never('This product does not offer more time.');
  const around = await readAround(tx, machine, machine.extensionMinutes);
  if (!recipeCan(around.recipe, 'extends')) return never('This lab cannot give more time.');
  if (around.holderIsOld) return later('Our worker is being updated. Try again in a while.');
  if (around.isPending) return later('More time was bought already, and the lab is being asked for it.');
  if (around.isRestarting) return later('The machine is being restarted. Wait until it is back.');
  if (around.leftMs <= ctx.config.time.extensionMarginMs)
    return never('Its end is too near: the lab could not be asked in time.');
  if (around.passesMaxLife)
    return never(`A machine of this product runs for ${machine.maxLifeMinutes ?? 0} minutes at most.`);
  if (!around.labIsOpen) return never('This lab is closed just now.');
  if (!around.seatAllows)
    return never('Our account at the lab may not be used for so long. Buy another machine instead.');
  return null;
}

async function readAround(tx: Tx, machine: LockedMachine, minutes: number): Promise<z.infer<typeof Around>> {
  const [row] = await readRows(
    tx,
    Around,
    sql`
      select
        l.recipe, lab_is_open(l) as "labIsOpen",
        exists (select 1 from machine_extensions e where e.machine_id = m.id and e.state = 'pending') as "isPending",
        exists (select 1 from machine_restarts r where r.machine_id = m.id and r.state = 'pending') as "isRestarting",
        ${holderIsOld} as "holderIsOld",
        (extract(epoch from m.expires_at - clock_timestamp()) * 1000)::double precision as "leftMs",
        coalesce(n.end_at > m.ready_at + m.max_life_minutes * interval '1 minute', false) as "passesMaxLife",
        coalesce(
          s.disabled_at is null
            and (s.max_minutes is null or n.end_at <= m.ready_at + s.max_minutes * interval '1 minute')
            and (isempty(s.open_minutes) or n.end_at <= open_until(s.open_minutes, s.time_zone, now())),
          false
        ) as "seatAllows"
      from machines m
      join labs l on l.id = m.lab_id
      left join seats s on s.id = m.seat_id
      cross join lateral (select m.expires_at + ${minutes} * interval '1 minute' as end_at) n
      where m.id = ${machine.id}
    `,
  );
  return Around.parse(row);
}

const Around = z.object({
  recipe: z.string(),
  labIsOpen: z.boolean(),
  holderIsOld: z.boolean(),
  isPending: z.boolean(),
  isRestarting: z.boolean(),
  leftMs: z.number(),
  passesMaxLife: z.boolean(),
  seatAllows: z.boolean(),
});
