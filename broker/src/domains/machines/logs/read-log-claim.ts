import { secretValues } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { openSeatCookies, openSeatSecret } from '../../labs/index.ts';
import { openTunnelToken } from '../../names/index.ts';
import { endpointSecretContext } from '../endpoints/replace-endpoints.ts';
import type { Hold } from '../reports/hold.ts';
import { linesOfKey } from './lines-of-key.ts';

/** What must be known before lines of this holder are stored. */
export interface LogClaim {
  /** The newest that is stored. Nothing is ever stored behind a gap, so it is also the newest without one. */
  lastSeq: number;
  /** What may turn up in what this machine or its worker prints: its own passwords and keys, its tunnel's token and its seat's. */
  secrets: string[];
}

const ClaimRow = z.object({
  seatId: z.uuid(),
  seatSecret: z.string(),
  seatCookies: z.string().nullable(),
  endpointSecrets: z.array(z.string()),
  privateKeys: z.array(z.string()),
  tunnelSecret: z.string().nullable(),
  lastSeq: z.int(),
});

/** Null unless this worker held the machine at this epoch: its lease is open, or was released not long ago. */
export async function readLogClaim(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config' | 'log' | 'secrets'>,
  hold: Hold,
): Promise<LogClaim | null> {
  const rows = await readRows(
    tx,
    ClaimRow,
    sql`
      select l.seat_id as "seatId", s.secret as "seatSecret", s.cookies as "seatCookies",
        array(
          select secret from endpoints where machine_id = ${hold.machineId} and secret is not null
        ) as "endpointSecrets",
        array(
          select private_key from endpoints where machine_id = ${hold.machineId} and private_key is not null
        ) as "privateKeys",
        (select secret from tunnels where machine_id = ${hold.machineId}) as "tunnelSecret",
        (
          select coalesce(max(seq), 0) from machine_logs
          where machine_id = ${hold.machineId} and epoch = ${hold.epoch}
        ) as "lastSeq"
      from leases l join seats s on s.id = l.seat_id
      where l.machine_id = ${hold.machineId} and l.worker_id = ${hold.workerId} and l.epoch = ${hold.epoch}
        and (
          l.released_at is null
          or l.released_at > now() - ${ctx.config.machines.lateLogsMs} * interval '1 millisecond'
        )
    `,
  );
  const row = rows[0];
  if (!row) return null;
  const open = (sealed: string) => ctx.secrets.decryptSecret(sealed, endpointSecretContext(hold.machineId));
  const token = row.tunnelSecret === null ? null : openTunnelToken(ctx, hold.machineId, row.tunnelSecret);
  return {
    lastSeq: row.lastSeq,
    secrets: [
      ...(token === null ? [] : [token]),
      ...row.endpointSecrets.map(open),
      ...row.privateKeys.flatMap((sealed) => linesOfKey(open(sealed))),
      openSeatSecret(ctx, { id: row.seatId, secret: row.seatSecret }),
      ...secretValues(openSeatCookies(ctx, { id: row.seatId, cookies: row.seatCookies }) ?? []),
    ],
  };
}
