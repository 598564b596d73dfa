import { Endpoint } from '@coinslot/shared/http/machines.ts';
import { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import type { Db, Tx } from '../../../database/db.ts';
import { endpoints } from '../tables.ts';
import { endpointSecretContext } from './replace-endpoints.ts';

/** The open ways into a machine with their passwords, for its owner. Empty unless it is ready. */
export async function readEndpoints(
  db: Db | Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  machineId: string,
): Promise<Endpoint[]> {
  const rows = await openRows(db, machineId);
  return rows.map((row) =>
    Endpoint.parse({
      ...row,
      password: openSecret(ctx, machineId, row.secret),
      verifiedAt: row.verifiedAt.toISOString(),
    }),
  );
}

/** The first open way in as a worker needs it to adopt the machine, or null. */
export async function readEndpointForWorker(
  db: Db | Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  machineId: string,
): Promise<z.infer<typeof OpenedEndpoint> | null> {
  const row = (await openRows(db, machineId))[0];
  return row ? OpenedEndpoint.parse({ ...row, password: openSecret(ctx, machineId, row.secret) }) : null;
}

async function openRows(db: Db | Tx, machineId: string) {
  return db
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.machineId, machineId), isNull(endpoints.closedAt)))
    .orderBy(asc(endpoints.kind));
}

function openSecret(ctx: Pick<BrokerContext, 'secrets'>, machineId: string, secret: string | null): string {
  return secret === null ? '' : ctx.secrets.decryptSecret(secret, endpointSecretContext(machineId));
}
