import { Endpoint } from '@coinslot/shared/http/machines.ts';
import { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import type { Db, Tx } from '../../../database/db.ts';
import { endpoints } from '../tables.ts';
import { endpointSecretContext } from './replace-endpoints.ts';

/** The open ways into a machine with their passwords or keys, for its owner. Empty unless it is ready. */
export async function readEndpoints(
  db: Db | Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  machineId: string,
): Promise<Endpoint[]> {
  const rows = await openRows(db, machineId);
  return rows.map((row) =>
    Endpoint.parse({
      ...row,
      ...openSecrets(ctx, machineId, row),
      verifiedAt: row.verifiedAt.toISOString(),
    }),
  );
}

/** The first open way in, its secrets still encrypted, or null. */
export async function readFirstEndpoint(db: Db | Tx, machineId: string): Promise<EndpointRow | null> {
  return (await openRows(db, machineId))[0] ?? null;
}

/** A way in as a worker needs it to adopt the machine. Throws when its secrets cannot be decrypted. */
export function openEndpointForWorker(
  ctx: Pick<BrokerContext, 'secrets'>,
  machineId: string,
  row: EndpointRow | null,
): z.infer<typeof OpenedEndpoint> | null {
  return row ? OpenedEndpoint.parse({ ...row, ...openSecrets(ctx, machineId, row) }) : null;
}

type EndpointRow = typeof endpoints.$inferSelect;

async function openRows(db: Db | Tx, machineId: string) {
  return db
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.machineId, machineId), isNull(endpoints.closedAt)))
    .orderBy(asc(endpoints.kind));
}

function openSecrets(
  { secrets }: Pick<BrokerContext, 'secrets'>,
  machineId: string,
  { secret, privateKey }: EndpointRow,
): { password: string | null; privateKey: string | null } {
  const open = (sealed: string | null): string | null =>
    sealed === null ? null : secrets.decryptSecret(sealed, endpointSecretContext(machineId));
  return { password: open(secret), privateKey: open(privateKey) };
}
