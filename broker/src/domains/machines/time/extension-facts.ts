import { ExtensionOffer } from '@coinslot/shared/http/machines.ts';
import type { MachineState } from '@coinslot/shared/states/machine.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { IsoTime } from '../view/iso-time.ts';

/**
 * What decides whether a machine `m` at its lab `l` can be given more time just now, for the page and for the act itself; null when
 * it was sold without. Only a ready machine's lab and seat are looked at.
 */
export const extensionFacts = sql`
  case when m.extension_minutes is not null then (
    select json_build_object(
      'minutes', m.extension_minutes,
      'price', m.extension_price,
      'latestEndAt', n.latest_end_at,
      'pending', (
        select json_build_object('minutes', e.minutes, 'requestedAt', e.requested_at)
        from machine_extensions e where e.machine_id = m.id and e.state = 'pending'
      ),
      'isRestarting', exists (select 1 from machine_restarts r where r.machine_id = m.id and r.state = 'pending'),
      'isDegraded', m.degraded_since is not null,
      'leftMs', extract(epoch from m.expires_at - clock_timestamp()) * 1000,
      'passesMaxLife', coalesce(n.end_at > n.latest_end_at, false),
      'labIsOpen', lab_is_open(l),
      'seatIsOpen', coalesce(s.disabled_at is null and s.id is not null, false),
      'seatLasts', case when m.state = 'ready' then coalesce(
        (s.max_minutes is null or n.end_at <= m.ready_at + s.max_minutes * interval '1 minute')
          and (isempty(s.open_minutes) or n.end_at <= open_until(s.open_minutes, s.time_zone, now())),
        false
      ) else false end
    )
    from (
      select
        m.expires_at + m.extension_minutes * interval '1 minute' as end_at,
        m.ready_at + m.max_life_minutes * interval '1 minute' as latest_end_at
    ) n left join seats s on s.id = m.seat_id
  ) end`;

export const ExtensionFacts = ExtensionOffer.pick({ minutes: true, price: true }).extend({
  latestEndAt: IsoTime.nullable(),
  pending: z.object({ minutes: z.int(), requestedAt: IsoTime }).nullable(),
  isRestarting: z.boolean(),
  isDegraded: z.boolean(),
  leftMs: z.number().nullable(),
  passesMaxLife: z.boolean(),
  labIsOpen: z.boolean(),
  seatIsOpen: z.boolean(),
  /** The seat's hours and its longest use reach to the new end. */
  seatLasts: z.boolean(),
});
export type ExtensionFacts = z.output<typeof ExtensionFacts>;

/** The first reason why such a machine gets no more time just now; null when it can be asked for. */
export function whyNotExtendable(
  state: MachineState,
  facts: ExtensionFacts,
  marginMs: number,
): ExtensionOffer['whyNot'] {
  if (state !== 'ready') return 'not_ready';
  if (facts.pending !== null) return 'pending';
  if (facts.isRestarting) return 'restarting';
  if (facts.isDegraded) return 'unreachable';
  if ((facts.leftMs ?? 0) <= marginMs) return 'too_late';
  if (facts.passesMaxLife) return 'max_life';
  if (!facts.labIsOpen) return 'lab_closed';
  if (!facts.seatIsOpen) return 'seat_closed';
  return facts.seatLasts ? null : 'seat';
}
