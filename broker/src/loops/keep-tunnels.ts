import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import type { BrokerContext } from '../context.ts';
import { inTransaction } from '../database/db.ts';
import { endMachine } from '../domains/machines/index.ts';
import { type FailMachine, keepTunnels, reconcileTunnels } from '../domains/names/index.ts';
import type { Loop } from './loop.ts';

/** Makes tunnels for machines that are being prepared, and removes those of machines that end. */
export function createKeepTunnels(ctx: BrokerContext): Loop['run'] {
  const failMachine: FailMachine = async (machineId) => {
    await inTransaction(ctx.db, async (tx) => {
      await endMachine(tx, ctx, machineId, {
        reason: 'provision_failed',
        failure: 'tunnel_failed',
        detail: provisionFailures.tunnel_failed.text,
        actor: 'system',
      });
    });
  };
  return async () => await keepTunnels(ctx, failMachine);
}

/** Looks whether the account holds what the rows say. */
export function createReconcileTunnels(ctx: BrokerContext): Loop['run'] {
  return async () => {
    await reconcileTunnels(ctx);
  };
}
