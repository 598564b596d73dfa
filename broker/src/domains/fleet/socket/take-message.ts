import type { ReportAck } from '@coinslot/shared/worker-messages/report-ack.ts';
import type { UpMessage } from '@coinslot/shared/worker-messages/up.ts';
import type { BrokerContext } from '../../../context.ts';
import { isDatabaseAway } from '../../../database/is-database-away.ts';
import { readInventoryTimes, takeInventoryResult } from '../../reconciler/index.ts';
import { takeProbeResult } from '../failing/take-probe-result.ts';
import type { Connection, LiveSession } from './connection.ts';
import { createDesiredSender } from './desired-sender.ts';
import type { JoinGate } from './join-gate.ts';
import type { LiveWorkers } from './live-workers.ts';
import type { ReportName } from './parse-up-message.ts';
import { takeHeartbeat } from './take-heartbeat.ts';
import { takeHello } from './take-hello.ts';
import { takeJoined } from './take-joined.ts';
import { takeLogs } from './take-logs.ts';
import { giveUpReport, takeReport } from './take-report.ts';
import type { WorkerLinks } from './worker-links.ts';

/** How often one report may fail for our own fault before its machine is given up. */
const maxReportFailures = 5;

/** What all connections of this broker share. */
export interface SocketState {
  live: LiveWorkers;
  links: WorkerLinks;
  joins: JoinGate;
  /** Failures of reports, by worker, boot and number; forgotten once the report was dealt with. */
  reportFailures: Map<string, number>;
}

/** Deals with one parsed message. Throws when we failed (then the socket is closed and the worker comes back). */
export async function takeMessage(
  ctx: BrokerContext,
  state: SocketState,
  connection: Connection,
  message: UpMessage,
): Promise<void> {
  const { phase } = connection;
  if (phase.name === 'closed') return;
  if (phase.name === 'challenged' && message.type === 'hello')
    return takeHello(ctx, connection, phase, { hello: message, joins: state.joins });
  if (phase.name === 'welcomed' && message.type === 'joined' && message.joinCounter === phase.joinCounter) {
    if (await takeJoined(ctx, connection, phase)) goLive(ctx, state, connection);
    return;
  }
  if (phase.name === 'live') return takeLiveMessage(ctx, state, connection, phase.session, message);
  connection.log.warn({ phase: phase.name, message: message.type }, 'a worker sent a message out of turn');
  connection.close('protocol');
}

/** A report of which the body breaks the contract is refused, and its machine ended with a refund; the worker goes on. */
export async function takeBrokenReport(
  ctx: BrokerContext,
  state: SocketState,
  connection: Connection,
  report: ReportName,
): Promise<void> {
  const { phase } = connection;
  if (phase.name === 'closed') return;
  if (phase.name !== 'live') return connection.close('protocol');
  await answerReport(ctx, state, connection, phase.session, {
    report,
    take: () => giveUpReport(ctx, phase.session, report),
  });
}

async function takeLiveMessage(
  ctx: BrokerContext,
  state: SocketState,
  connection: Connection,
  session: LiveSession,
  message: UpMessage,
): Promise<void> {
  switch (message.type) {
    case 'heartbeat': {
      const leases = await takeHeartbeat(ctx, session, message);
      if (leases) {
        const inventories = await readInventoryTimes(ctx.db, session.workerId);
        return connection.send({ type: 'heartbeat_ack', n: message.n, leases, inventories });
      }
      return ctx.bus.emit('desired_changed', { workerId: session.workerId });
    }
    case 'report':
      return answerReport(ctx, state, connection, session, {
        report: message,
        take: () => takeReport(ctx, session, message),
      });
    case 'logs':
      return connection.send(await takeLogs(ctx, session, message));
    case 'probe_result':
      return takeProbeResult(ctx, connection, session, message);
    case 'inventory_result':
      return takeInventoryResult(ctx, session, message);
    case 'stream_refused':
      return state.links.tellRefused(session.workerId, message);
    case 'hello':
    case 'joined':
      connection.log.warn({ message: message.type }, 'a worker sent a message out of turn');
      return connection.close('protocol');
  }
}

function goLive(ctx: BrokerContext, { live, reportFailures }: SocketState, connection: Connection): void {
  if (connection.phase.name !== 'live') return;
  const { session } = connection.phase;
  live.get(session.workerId)?.connection.close('superseded');
  // What an earlier process could not report it will not repeat. The same process comes back to try again.
  for (const key of reportFailures.keys()) {
    if (key.startsWith(`${session.workerId} `) && !key.startsWith(`${session.workerId} ${session.bootId} `)) {
      reportFailures.delete(key);
    }
  }
  const desired = createDesiredSender(ctx, connection, session);
  live.set(session.workerId, { connection, session, desired, claims: null });
  connection.log = connection.log.child({ workerId: session.workerId });
  connection.log.info({ sessionId: session.sessionId, bootId: session.bootId }, 'a worker joined');
  // Reads the worker's row and sends the first desired state.
  ctx.bus.emit('desired_changed', { workerId: session.workerId });
}

async function answerReport(
  ctx: BrokerContext,
  { reportFailures }: SocketState,
  connection: Connection,
  session: LiveSession,
  { report, take }: { report: ReportName; take: () => Promise<Pick<ReportAck, 'outcome' | 'detail'>> },
): Promise<void> {
  const { seq } = report;
  // On one connection reports come in order. A gap means that one got lost on the way to us: connecting again makes the
  // worker send everything since the last one counted. The first report of a connection is taken as it is.
  if (session.lastReportSeq !== null && seq > session.lastReportSeq + 1) {
    connection.log.warn({ seq, lastSeq: session.lastReportSeq }, 'a report is missing');
    return connection.close('trouble');
  }
  const failureKey = `${session.workerId} ${session.bootId} ${seq}`;
  const failures = reportFailures.get(failureKey) ?? 0;
  try {
    const outcome = failures >= maxReportFailures ? await giveUpReport(ctx, session, report) : await take();
    reportFailures.delete(failureKey);
    session.lastReportSeq = Math.max(session.lastReportSeq ?? 0, seq);
    connection.send({ type: 'report_ack', seq, ...outcome });
  } catch (error) {
    // A database that is away is not the report's fault: no machine is given up for it.
    const counted = isDatabaseAway(error) ? failures : failures + 1;
    reportFailures.set(failureKey, counted);
    connection.log.error(
      { err: error, machineId: report.machineId, seq, failures: counted },
      'a report could not be applied',
    );
    connection.close('trouble');
  }
}
