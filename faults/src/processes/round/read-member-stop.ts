import { z } from 'zod';
import type { Db } from '../../../../broker/src/database/db.ts';
import type { MemberStop } from './may-keep.ts';

/** From when it was asked for until its coins are settled: a struck database lets it wait. */
const decidingMs = 60_000;

/** What a machine's rows say of how it was sold and stopped. One that nobody could reach was not used since, or since the use that was seen last. */
export async function readMemberStop(db: Db, id: string): Promise<MemberStop> {
  const { rows } = await db.$client.query(readStop, [id]);
  const { endedAtMs, unreachableMs, lastUseMs, ...stop } = Stop.parse(rows[0]);
  const latestMs = endedAtMs + decidingMs;
  if (unreachableMs === null) return { ...stop, usedUntilMs: [endedAtMs, latestMs] };
  return { ...stop, usedUntilMs: [unreachableMs, Math.min(latestMs, lastUseMs ?? latestMs)] };
}

const ms = (at: string) => `(extract(epoch from ${at}) * 1000)::float8`;

const readStop = `
  select m.refunds_unused_on_stop or m.degraded_since is not null as "givesBackUnused",
    ${ms('m.expires_at')} as "expiresAtMs", ${ms('coalesce(m.stopping_at, m.ended_at)')} as "endedAtMs",
    ${ms('m.degraded_since')} as "unreachableMs",
    ${ms('case when m.degraded_since is not null then greatest(m.degraded_since, m.used_at, m.idle_since) end')} as "lastUseMs",
    (
      select json_agg(json_build_object(
          'state', c.state, 'price', c.price, 'lengthMs', coalesce(e.minutes, m.duration_minutes) * 60000,
          'kept', case c.state when 'captured' then c.price - c.refunded_earned - c.refunded_bought else 0 end
        ) order by c.kind = 'purchase', e.decided_at desc, c.id)
      from charges c left join machine_extensions e on e.charge_id = c.id where c.machine_id = m.id
    ) as stretches
  from machines m where m.id = $1`;

const Stop = z.object({
  givesBackUnused: z.boolean(),
  expiresAtMs: z.number(),
  endedAtMs: z.number(),
  unreachableMs: z.number().nullable(),
  lastUseMs: z.number().nullable(),
  stretches: z.array(
    z.object({
      state: z.enum(['held', 'captured', 'released']),
      price: z.int(),
      lengthMs: z.int(),
      kept: z.int(),
    }),
  ),
});
