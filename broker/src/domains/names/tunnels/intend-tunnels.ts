import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Db } from '../../../database/db.ts';
import { tagPrefixOf } from './tunnel-row.ts';

/**
 * Writes down that these machines are to get a tunnel: those that a worker has and whose lab is reached by one. Whoever moves to another
 * account just now is waited for.
 */
export async function intendTunnels(ctx: Pick<BrokerContext, 'brokerId' | 'db'>): Promise<void> {
  await ctx.db.execute(sql`
    with settings as (
      select account_id, zone_id, concat_ws('.', nullif(subdomain, ''), zone_name) as domain
      from tunnel_settings where account_id is not null for share
    )
    insert into tunnels (machine_id, tag, hostname, account_id, zone_id)
    select m.id, ${tagPrefixOf(ctx.brokerId)} || m.id::text,
      'm-' || left(replace(m.id::text, '-', ''), 12) || '.' || s.domain, s.account_id, s.zone_id
    from settings s
    cross join leases l
    join machines m on m.id = l.machine_id
    join labs on labs.id = m.lab_id
    where l.released_at is null and labs.tunnel = 'cloudflared'
      and m.state in ('assigned', 'provisioning') and m.end_reason is null
      and not exists (select 1 from tunnels t where t.machine_id = m.id)
    on conflict (machine_id) do nothing`);
}

/**
 * What is to be removed: tunnels of machines whose end is decided. Their tokens are void at once. One that is worked on just now stays put
 * off until that is done: a name that is made after the removal has looked would stay for ever.
 */
export async function doomTunnels(db: Db): Promise<void> {
  await db.execute(sql`
    update tunnels t set state = 'removing', secret = null, removing_at = now(), failures = 0, fault = null
    from machines m
    where m.id = t.machine_id and t.state in ('intended', 'open') and (m.end_reason is not null or m.ended_at is not null)`);
}
