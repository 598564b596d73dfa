import type { FastifyBaseLogger } from 'fastify';
import { listAliveMachines, recordEnded } from '../store/machines.ts';
import type { Store } from '../store/open-store.ts';
import { removeCgroups } from './cgroups.ts';
import { killNamespace } from './processes.ts';

/**
 * Clears away what an earlier lab process left when it was killed: its machines died with it, so
 * they are lost. Only then are they recorded as ended.
 */
export async function recoverMachines(store: Store, log: FastifyBaseLogger): Promise<void> {
  for (const { id, initPid, initStartedTicks, cgroups } of listAliveMachines(store)) {
    const init = initPid === null ? null : { pid: initPid, startedTicks: initStartedTicks ?? '' };
    if (init !== null && !(await killNamespace(init))) {
      log.error({ machineId: id }, 'machine of an earlier lab process does not end');
      continue;
    }
    await removeCgroups(cgroups);
    recordEnded(store, id, 'ended', 'The machine was lost: the lab stopped unexpectedly.');
    log.warn({ machineId: id }, 'machine of an earlier lab process was lost');
  }
}
