import type { Probe } from '@coinslot/shared/worker-messages/probe.ts';
import type { OpenStream } from '@coinslot/shared/worker-messages/stream.ts';
import type { UpMessage } from '@coinslot/shared/worker-messages/up.ts';
import { createAlarm } from './alarm.ts';
import type { LogOutbox } from './broker-client/log-outbox.ts';
import type { BrokerSession, SessionMessage } from './broker-client/open-session.ts';
import type { ReportOutbox } from './broker-client/report-outbox.ts';
import { createUnansweredHeartbeats } from './broker-client/unanswered-heartbeats.ts';
import type { UnansweredHeartbeats } from './broker-client/unanswered-heartbeats.ts';
import type { BrowserKeeper } from './browser/browser-keeper.ts';
import { createBrowserProbe } from './browser/probe-browser.ts';
import type { WorkerIdentity } from './identity/worker-identity.ts';
import type { InventoryKeeper } from './inventory/inventory-keeper.ts';
import type { Logger } from './logger.ts';
import { beatHeart } from './loops/beat-heart.ts';
import { guardFence } from './loops/guard-fence.ts';
import type { Fence } from './loops/guard-fence.ts';
import { keepConnected } from './loops/keep-connected.ts';
import type { MachineKeeper } from './machine/machine-keeper.ts';
import { createStreamServer } from './streams/serve-streams.ts';

/** Heartbeats that stay unanswered for this many intervals mean a dead line. */
const deadAfterIntervals = 2.5;
const closeTimeoutMs = 1000;

export type WorkerConnection = {
  /** Sends the next heartbeat at once. */
  beatNow: () => void;
  /** Says so in a heartbeat at once. */
  startDraining: () => void;
  /** Closes the socket politely and does not come back. */
  close: () => Promise<void>;
  /** Resolves after `close` or the signal; rejects with a StopError when the broker closed for good. */
  ended: Promise<void>;
};

export type ConnectionParts = {
  machines: MachineKeeper;
  inventories: InventoryKeeper;
  reports: ReportOutbox;
  logs: LogOutbox;
  browser: BrowserKeeper;
  log: Logger;
};

/** Joins the connection to what hangs on it: heartbeats, the fence, machines, reports and logs. */
export function connectWorker(
  options: { url: string; identity: WorkerIdentity; bootId: string; dataDir: string; signal: AbortSignal },
  parts: ConnectionParts,
): WorkerConnection {
  const { machines, reports, logs, browser, log } = parts;
  const leaving = new AbortController();
  const beats = createUnansweredHeartbeats();
  const probe = createBrowserProbe(browser, log);
  const serveStream = serverOf(options, leaving.signal, parts);
  let session: BrokerSession | null = null;
  let online = new AbortController();
  const alarm = createAlarm();
  let draining = false;
  let isLeaving = false;
  let lastN = 0;

  const fence = guardFence(() => {
    log.error('the broker has been silent for too long: no lab page is touched until it answers');
    machines.fence();
    void parts.inventories.drop('the worker fenced itself');
    session?.terminate();
  });

  function joined(opened: BrokerSession): void {
    const { welcome } = opened;
    session = opened;
    online = new AbortController();
    beats.clear();
    fence.allow(welcome.fenceAfterMs);
    log.info({ sessionId: welcome.sessionId, capacity: welcome.capacity }, 'worker is connected');
    reports.resume(welcome.ackedReportSeq, opened.send);
    logs.resume(opened.send);
    void beatHeart({
      intervalMs: welcome.heartbeatIntervalMs,
      signal: online.signal,
      nextNumber: () => (lastN += 1),
      state: () => ({ draining, holds: machines.holds() }),
      browserPids: browser.pids,
      dataDir: options.dataDir,
      wake: alarm.next,
      send(heartbeat) {
        const isDead = beats.oldestAgeMs() > welcome.heartbeatIntervalMs * deadAfterIntervals;
        if (isDead) return giveUp(opened, log);
        beats.sent(heartbeat);
        opened.send(heartbeat);
      },
    });
  }

  const answerProbe = ({ probeId }: Probe): void =>
    void probe().then((result) => session?.send({ type: 'probe_result', probeId, ...result }));

  function closed(): boolean {
    session = null;
    online.abort();
    reports.pause();
    logs.pause();
    return !isLeaving;
  }

  const signal = AbortSignal.any([options.signal, leaving.signal]);
  const send = (answer: UpMessage): void => session?.send(answer);
  const openStream = (order: OpenStream): void => serveStream(order, (refused) => session?.send(refused));
  const message = (received: SessionMessage): void =>
    receive(received, { ...parts, beats, fence, answerProbe, openStream, send });
  const ended = keepConnected({ ...options, signal }, { joined, message, closed }, log).finally(() =>
    fence.stop(),
  );
  // The starter listens too; this keeps an early end from being called unhandled.
  ended.catch(() => undefined);

  return {
    beatNow: alarm.ring,
    startDraining() {
      draining = true;
      alarm.ring();
    },
    async close() {
      isLeaving = true;
      session?.close(1001, 'the worker stops');
      if (session !== null) await aborted(online.signal, closeTimeoutMs);
      leaving.abort();
      await ended.catch(() => undefined);
    },
    ended,
  };
}

function giveUp(opened: BrokerSession, log: Logger): void {
  log.warn('heartbeats are not answered; the line is given up');
  opened.terminate();
}

function serverOf(
  { url, signal }: { url: string; signal: AbortSignal },
  leaving: AbortSignal,
  { machines, log }: ConnectionParts,
): ReturnType<typeof createStreamServer> {
  const sourceOf = machines.streamsOf;
  return createStreamServer({ brokerUrl: url, sourceOf, signal: AbortSignal.any([signal, leaving]), log });
}

function receive(
  received: SessionMessage,
  parts: ConnectionParts & {
    beats: UnansweredHeartbeats;
    fence: Fence;
    answerProbe: (message: Probe) => void;
    openStream: (message: OpenStream) => void;
    send: (answer: UpMessage) => void;
  },
): void {
  const { machines, inventories, reports, logs, beats, fence, log } = parts;
  switch (received.type) {
    case 'desired':
      machines.apply(received);
      inventories.apply(received.inventories, parts.send);
      break;
    case 'heartbeat_ack': {
      const answered = beats.answer(received.n);
      if (answered === null) break;
      fence.answered(answered.sinceMs);
      machines.renew(received, answered.named, answered.sinceMs);
      inventories.renew(received.inventories, answered.sinceMs);
      break;
    }
    case 'report_ack': {
      const report = reports.acknowledge(received);
      if (report === null) break;
      const { machineId, epoch, body } = report;
      if (received.outcome === 'stale_epoch') machines.dropStale({ machineId, epoch });
      if (received.outcome === 'refused')
        log.warn({ machineId, kind: body.kind, detail: received.detail }, 'a report was refused');
      break;
    }
    case 'logs_ack':
      logs.acknowledge(received);
      break;
    case 'probe':
      parts.answerProbe(received);
      break;
    case 'open_stream':
      parts.openStream(received);
      break;
  }
}

/** Resolves when the signal is aborted, at the latest after `timeoutMs`. */
async function aborted(signal: AbortSignal, timeoutMs: number): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
