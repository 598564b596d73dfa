import type { FastifyBaseLogger } from 'fastify';
import { listAliveMachines, recordEnded } from '../store/machines.ts';
import type { Store } from '../store/open-store.ts';
import { removeCgroups, sweepCgroups } from './cgroups.ts';
import { killNamespace } from './processes.ts';

const killWaitMs = 10_000;

/**
 * Clears away what an earlier lab process left when it was killed: its machines died with it, so
 * they are lost. Only then are they recorded as ended.
 */
export async function recoverMachines(store: Store, log: FastifyBaseLogger): Promise<void> {
  sweepCgroups();
  for (const machine of listAliveMachines(store)) {
    const { initPid, initStartedTicks } = machine;
    const gone =
      initPid === null ||
      initStartedTicks === null ||
      (await killNamespace({ pid: initPid, startedTicks: initStartedTicks }, killWaitMs));
    if (!gone) {
      log.error({ machineId: machine.id }, 'machine of an earlier lab process does not end');
      continue;
    }
    await removeCgroups(machine.cgroups);
    recordEnded(store, machine.id, 'ended', 'The machine was lost: the lab stopped unexpectedly.');
    log.warn({ machineId: machine.id }, 'machine of an earlier lab process was lost');
  }
}
