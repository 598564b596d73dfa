import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { challengeText } from '@coinslot/shared/worker-messages/challenge.ts';
import type { Challenge } from '@coinslot/shared/worker-messages/challenge.ts';
import type { Hello } from '@coinslot/shared/worker-messages/hello.ts';
import type { Logs } from '@coinslot/shared/worker-messages/logs.ts';
import type { Report } from '@coinslot/shared/worker-messages/report.ts';
import type { UpMessage } from '@coinslot/shared/worker-messages/up.ts';
import type { WebSocket } from 'ws';
import { leaseName, openSessions, releaseLease, sendDesired, sendDown } from './fake-broker-state.ts';
import type { FakeBrokerState, LogChunk } from './fake-broker-state.ts';

/** Does what the script says a broker does with this message. */
export function answerWorker(
  state: FakeBrokerState,
  socket: WebSocket,
  message: UpMessage,
  challenge: Challenge,
): void {
  switch (message.type) {
    case 'hello':
      welcome(state, socket, message, challenge);
      break;
    case 'joined':
      if (state.live !== null) state.live.joined = true;
      sendDesired(state);
      break;
    case 'heartbeat':
      if (state.script.heartbeats === 'answer')
        sendDown(socket, {
          type: 'heartbeat_ack',
          n: message.n,
          leases: state.script.leasesOf(state.assignments).map(({ machineId, epoch }) => ({
            machineId,
            epoch,
            remainingMs: state.script.leaseMs,
          })),
          inventories: state.inventories.map(({ seatId, epoch }) => ({
            seatId,
            epoch,
            remainingMs: state.script.leaseMs,
          })),
        });
      break;
    case 'report':
      acknowledgeReport(state, socket, message);
      break;
    case 'probe_result':
    case 'inventory_result':
    case 'stream_refused':
      break;
    case 'logs':
      if (state.script.logs === 'acknowledge') acknowledgeLogs(state, socket, message);
      break;
  }
}

function welcome(state: FakeBrokerState, socket: WebSocket, hello: Hello, challenge: Challenge): void {
  state.hellos.push(hello);
  if (!isGenuine(state, hello, challenge)) return socket.close(4401, 'wrong signature');
  if (state.script.closeOnHello !== null) return socket.close(state.script.closeOnHello, 'as scripted');
  if (hello.joinCounter !== state.joinCounter)
    state.problems.push(`join counter ${hello.joinCounter}, expected ${state.joinCounter}`);
  state.joinCounter += 1;
  state.live = { socket, joined: false, bootId: hello.bootId };
  sendDown(socket, {
    type: 'welcome',
    sessionId: randomUUID(),
    joinCounter: state.joinCounter,
    ackedReportSeq: state.ackedReports.get(hello.bootId) ?? 0,
    capacity: 4,
    heartbeatIntervalMs: state.script.heartbeatIntervalMs,
    fenceAfterMs: state.script.fenceAfterMs,
  });
}

function isGenuine(state: FakeBrokerState, hello: Hello, challenge: Challenge): boolean {
  const key = state.keys.get(hello.workerId);
  if (key === undefined) return false;
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  const text = Buffer.from(challengeText(challenge, hello));
  return verify(null, text, publicKey, Buffer.from(hello.signature, 'base64'));
}

function acknowledgeReport(state: FakeBrokerState, socket: WebSocket, report: Report): void {
  if (state.live === null) return;
  const name = `${state.live.bootId}/${report.seq}`;
  if (!state.reports.has(name)) state.reports.set(name, report);
  const outcome = isTagTaken(state, report) ? 'refused' : state.script.report(report);
  if (outcome === null) return;
  if (outcome === 'applied') state.appliedReports.push(report);
  if (outcome === 'applied' && mayEndLease(state, report)) releaseLease(state, report);
  state.ackedReports.set(state.live.bootId, report.seq);
  sendDown(socket, { type: 'report_ack', seq: report.seq, outcome, detail: null });
}

/** A tag names one lab session for ever. */
function isTagTaken(state: FakeBrokerState, { body }: Report): boolean {
  if (body.kind !== 'lab_session_intended') return false;
  return state.appliedReports.some(
    ({ body: other }) =>
      other.kind === 'lab_session_intended' &&
      other.tag === body.tag &&
      other.labSessionId !== body.labSessionId,
  );
}

/** As the broker does: a machine that is given up or gone keeps its lease only while its lab session is open. */
function mayEndLease(state: FakeBrokerState, { machineId, epoch, body }: Report): boolean {
  if (body.kind !== 'failed' && body.kind !== 'machine_gone' && body.kind !== 'lab_session_ended')
    return false;
  const own = state.assignments.find((one) => one.machineId === machineId && one.epoch === epoch);
  if (body.kind === 'lab_session_ended' && own?.goal === 'ready') return false;
  return openSessions(state, machineId).length === 0;
}

/** Lines of a lease that was released too long ago are wanted by nobody: acknowledged for good, kept nowhere. */
function acknowledgeLogs(
  state: FakeBrokerState,
  socket: WebSocket,
  { machineId, epoch, chunks }: Logs,
): void {
  const name = leaseName({ machineId, epoch });
  const lease = state.leases.get(name);
  const isWanted =
    lease !== undefined &&
    (lease.releasedAt === null || performance.now() <= lease.releasedAt + state.script.logGraceMs);
  if (!isWanted) {
    const last = Math.max(...chunks.map(({ seq }) => seq));
    return sendDown(socket, { type: 'logs_ack', machineId, epoch, seq: last, capped: true });
  }
  const stored = state.storedLogs.get(name) ?? new Map<number, LogChunk>();
  state.storedLogs.set(name, stored);
  for (const chunk of chunks) if (!stored.has(chunk.seq)) stored.set(chunk.seq, chunk);
  let seq = 0;
  while (stored.has(seq + 1)) seq += 1;
  sendDown(socket, { type: 'logs_ack', machineId, epoch, seq, capped: false });
}
