import { and, eq, isNotNull } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { readSeatSecret } from '../../labs/index.ts';
import { endpointSecretContext } from '../endpoints/replace-endpoints.ts';
import { endpoints } from '../tables.ts';

/** The secrets that may turn up in what this machine or its worker prints: its own passwords and its seat's. */
export async function readMachineSecrets(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  machine: { id: string; seatId: string | null },
): Promise<string[]> {
  const rows = await tx
    .select({ secret: endpoints.secret })
    .from(endpoints)
    .where(and(eq(endpoints.machineId, machine.id), isNotNull(endpoints.secret)));
  const found = rows.flatMap(({ secret }) =>
    secret === null ? [] : [ctx.secrets.decryptSecret(secret, endpointSecretContext(machine.id))],
  );
  const seatSecret = machine.seatId === null ? null : await readSeatSecret(tx, ctx, machine.seatId);
  return seatSecret === null ? found : [...found, seatSecret];
}
