import type { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import type { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { endpoints } from '../tables.ts';
import { closeEndpoints } from './close-endpoints.ts';

/** Records the ways in that a worker opened and probed, in place of those of an earlier holder. */
export async function replaceEndpoints(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  hold: { machineId: string; epoch: number },
  opened: readonly z.infer<typeof OpenedEndpoint>[],
): Promise<void> {
  await closeEndpoints(tx, hold.machineId);
  // One way of each kind; when a worker names two of a kind, its last word counts.
  const byKind = new Map(opened.map((endpoint) => [endpoint.kind, endpoint]));
  await tx.insert(endpoints).values(
    [...byKind.values()].map(({ password, privateKey, ...endpoint }) => ({
      ...endpoint,
      machineId: hold.machineId,
      epoch: hold.epoch,
      secret: seal(ctx, hold.machineId, password),
      privateKey: seal(ctx, hold.machineId, privateKey),
    })),
  );
}

function seal(ctx: Pick<BrokerContext, 'secrets'>, machineId: string, secret: string | null): string | null {
  return secret === null ? null : ctx.secrets.encryptSecret(secret, endpointSecretContext(machineId));
}

/** Where a machine's password or key is valid: the same text at another machine does not open. */
export function endpointSecretContext(machineId: string): string {
  return `endpoint:${machineId}`;
}
