import { and, eq, isNull } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { readSeatSecrets } from '../../labs/index.ts';
import { readTunnelToken } from '../../names/index.ts';
import { endpointSecretContext } from '../endpoints/replace-endpoints.ts';
import { endpoints } from '../tables.ts';
import { linesOfKey } from './lines-of-key.ts';

/**
 * The secrets that may turn up in what this machine or its worker prints: its own passwords and keys, the token
 * of its tunnel, its seat's password, and what keeps that signed in.
 */
export async function readMachineSecrets(
  tx: Tx,
  ctx: Pick<BrokerContext, 'log' | 'secrets'>,
  machine: { id: string; seatId: string | null },
): Promise<string[]> {
  const rows = await tx
    .select({ secret: endpoints.secret, privateKey: endpoints.privateKey })
    .from(endpoints)
    .where(and(eq(endpoints.machineId, machine.id), isNull(endpoints.closedAt)));
  const open = (sealed: string | null): string[] =>
    sealed === null ? [] : [ctx.secrets.decryptSecret(sealed, endpointSecretContext(machine.id))];
  const found = rows.flatMap(({ secret, privateKey }) => [
    ...open(secret),
    ...open(privateKey).flatMap(linesOfKey),
  ]);
  const token = await readTunnelToken(tx, ctx, machine.id);
  const own = token === null ? found : [...found, token];
  return machine.seatId === null ? own : [...own, ...(await readSeatSecrets(tx, ctx, machine.seatId))];
}
