import { randomUUID } from 'node:crypto';
import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import type { ReportAck } from '@coinslot/shared/worker-messages/report-ack.ts';
import type { FakeWorker } from './fake-worker.ts';
import { sshWayIn } from './ssh-way-in.ts';

/** Accepts and asks for a lab session, as a worker does before its first click. Answers the session's id. */
export async function intendLabSession(worker: FakeWorker, machine: MachineEpoch): Promise<string> {
  const labSessionId = randomUUID();
  await applied(worker.report(machine, { kind: 'accepted' }));
  await applied(
    worker.report(machine, { kind: 'step', attempt: 1, step: 'sign_in', state: 'running', failure: null }),
  );
  await applied(
    worker.report(machine, {
      kind: 'lab_session_intended',
      labSessionId,
      tag: `cs-${labSessionId.slice(0, 8)}`,
    }),
  );
  return labSessionId;
}

/** Everything from `accepted` to `ready`. Answers the lab session's id. */
export async function bringUp(worker: FakeWorker, machine: MachineEpoch): Promise<string> {
  const labSessionId = await intendLabSession(worker, machine);
  const labRef = `lab-${labSessionId.slice(0, 8)}`;
  await applied(worker.report(machine, { kind: 'lab_session_started', labSessionId, labRef }));
  await applied(worker.report(machine, { kind: 'lab_session_live', labSessionId, labRef, endsInMs: null }));
  await applied(reportReady(worker, machine));
  return labSessionId;
}

/** The way in of a machine that is up; also what a worker says after it adopted one. */
export function reportReady(worker: FakeWorker, machine: MachineEpoch): Promise<ReportAck> {
  return worker.report(machine, {
    kind: 'ready',
    endpoints: [{ ...sshWayIn, password: `pw-${machine.machineId}` }],
  });
}

/** Ends the lab session, as the goal `end` asks. */
export async function endLabSession(
  worker: FakeWorker,
  machine: MachineEpoch,
  labSessionId: string,
): Promise<void> {
  await applied(worker.report(machine, { kind: 'lab_session_ending', labSessionId }));
  await applied(worker.report(machine, { kind: 'lab_session_ended', labSessionId, how: 'confirmed' }));
}

async function applied(ack: Promise<ReportAck>): Promise<void> {
  const { outcome, detail } = await ack;
  if (outcome !== 'applied') throw new Error(`a report was answered ${outcome}: ${detail}`);
}
