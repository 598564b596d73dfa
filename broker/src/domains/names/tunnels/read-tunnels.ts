import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { tunnelSecretContext } from './tunnel-row.ts';

/** A named tunnel as whoever runs it needs it. */
export interface NamedTunnel {
  hostname: string;
  token: string;
}

const Row = z.object({ machineId: z.uuid(), hostname: z.string(), secret: z.string().nullable() });

/**
 * The tunnels of the machines that a worker holds, by machine; null = it is not open yet, or still its former holder's. A machine that is not
 * in the map was never to have one. A token that cannot be opened is as good as none.
 */
export async function readTunnelsOf(
  db: Db | Tx,
  ctx: Pick<BrokerContext, 'log' | 'secrets'>,
  workerId: string,
): Promise<Map<string, NamedTunnel | null>> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select t.machine_id as "machineId", t.hostname,
        case when t.state = 'open' and t.epoch = l.epoch then t.secret end as secret
      from leases l join tunnels t on t.machine_id = l.machine_id
      where l.worker_id = ${workerId} and l.released_at is null and t.state in ('intended', 'open')`,
  );
  return new Map(
    rows.map(({ machineId, hostname, secret }) => {
      const token = secret === null ? null : openTunnelToken(ctx, machineId, secret);
      return [machineId, token === null ? null : { hostname, token }];
    }),
  );
}

/** The token of a machine's tunnel, for whoever must keep it out of what others read; null when there is none. */
export async function readTunnelToken(
  db: Db | Tx,
  ctx: Pick<BrokerContext, 'log' | 'secrets'>,
  machineId: string,
): Promise<string | null> {
  const [row] = await readRows(
    db,
    z.object({ secret: z.string() }),
    sql`select secret from tunnels where machine_id = ${machineId} and secret is not null`,
  );
  return row === undefined ? null : openTunnelToken(ctx, machineId, row.secret);
}

/** A tunnel's stored token in clear; null when it cannot be opened. */
export function openTunnelToken(
  ctx: Pick<BrokerContext, 'log' | 'secrets'>,
  machineId: string,
  secret: string,
): string | null {
  try {
    return ctx.secrets.decryptSecret(secret, tunnelSecretContext(machineId));
  } catch (error) {
    ctx.log.error({ err: error, machineId }, 'the token of a tunnel could not be opened');
    return null;
  }
}
