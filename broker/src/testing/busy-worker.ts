import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import { bringUp, reportReady } from './fake-provisioning.ts';
import type { FakeWorker } from './fake-worker.ts';

const lookEveryMs = 20;

/**
 * Lets a fake worker do by itself what it is told: bring machines up, adopt ready ones, end lab sessions. Work that a
 * broken line interrupts is begun again when the assignment is still there. Answers how to stop it.
 */
export function keepBusy(worker: FakeWorker, { beatEveryMs = 200 } = {}): () => void {
  const begun = new Set<string>();
  let lastBeatAt = 0;
  let isBeating = false;
  const timer = setInterval(() => {
    if (!worker.isOpen) return;
    // A broker that is slow to answer is not given more to answer.
    if (!isBeating && performance.now() - lastBeatAt > beatEveryMs) {
      lastBeatAt = performance.now();
      isBeating = true;
      void worker
        .heartbeat()
        .catch(() => undefined)
        .finally(() => (isBeating = false));
    }
    for (const assignment of worker.assignments) {
      const key = `${assignment.machineId} ${assignment.epoch} ${assignment.goal}`;
      if (begun.has(key)) continue;
      begun.add(key);
      carryOut(worker, assignment).catch(() => begun.delete(key));
    }
  }, lookEveryMs);
  return () => clearInterval(timer);
}

async function carryOut(worker: FakeWorker, assignment: Assignment): Promise<void> {
  await worker.report(assignment, { kind: 'accepted' });
  if (assignment.goal === 'ready' && assignment.endpoint) {
    await reportReady(worker, assignment);
    return;
  }
  // What was announced by the last desired state; one that this worker began since is announced with the next.
  for (const { id } of assignment.labSessions) {
    await worker.report(assignment, { kind: 'lab_session_ended', labSessionId: id, how: 'confirmed' });
  }
  if (assignment.goal === 'ready') await bringUp(worker, assignment);
  else if (assignment.labSessions.length === 0) throw new Error('the session to end is not announced yet');
}
