import { setTimeout as sleep } from 'node:timers/promises';
import {
  formatLiveCursor,
  type LiveCursor,
  type LiveFrameName,
} from '@coinslot/shared/live-events/live-frame.ts';
import type { BrokerContext } from '../../../context.ts';
import type { EventStream, SendOutcome } from '../../../live/event-stream.ts';
import { createWakeUp, type WakeUp } from '../../../live/wake-up.ts';
import { readEvents } from '../life/read-events.ts';
import { readLogs } from '../logs/read-logs.ts';
import { readOwnMachine } from '../view/read-machine.ts';
import { readSettlesInMs } from './read-settles-in-ms.ts';

export interface Follower {
  machineId: string;
  ownerId: string;
  cursor: LiveCursor;
  /** False as soon as the reader's session has ended. */
  isSignedIn: () => Promise<boolean>;
  /** Aborted when the broker stops. */
  stopping: AbortSignal;
}

/** How a stream ended. `closed`: the reader left. */
export type FollowEnd = 'final' | 'signed_out' | 'restart' | 'slow_reader' | 'closed';

const logBatchBytes = 64 * 1024;
const eventBatch = 200;
/** Between two rounds for one reader: what happens meanwhile travels together. */
const batchEveryMs = 250;
/** The longest a reader goes without a look at the database: heals lost wake-ups, and ends the stream of who signed out. */
const lookEveryMs = 5_000;

/**
 * Sends a machine's present, its missed past, and what comes, until it is final or the reader has to go. It only ever sends what it
 * reads from the database after its cursor; messages of the bus just wake it, and a lost one is healed by the next look. A slow
 * reader therefore costs one batch of memory, however far it is behind.
 */
export async function followMachine(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'config'>,
  stream: EventStream,
  follower: Follower,
): Promise<FollowEnd> {
  const wakeUp = createWakeUp();
  const stopListening = listen(ctx, follower, stream, wakeUp);
  try {
    const end = await followUntilEnd(ctx, stream, follower, wakeUp);
    await sayGoodbye(stream, follower.cursor, end);
    return end;
  } finally {
    stopListening();
    stream.end();
  }
}

async function followUntilEnd(
  ctx: Pick<BrokerContext, 'db' | 'config'>,
  stream: EventStream,
  follower: Follower,
  wakeUp: WakeUp,
): Promise<FollowEnd> {
  const sender = createSender(ctx, stream, follower);
  let keptAliveAt = performance.now();
  for (;;) {
    if (stream.closed.aborted) return 'closed';
    if (follower.stopping.aborted) return 'restart';
    if (!(await follower.isSignedIn())) return 'signed_out';
    const settlesInMs = await readSettlesInMs(ctx.db, follower.machineId);
    const outcome = await sender.sendNews();
    if (outcome !== 'sent') return outcome === 'stalled' ? 'slow_reader' : 'closed';
    if (settlesInMs === 0) return 'final';
    if (performance.now() - keptAliveAt >= ctx.config.live.keepAliveMs) {
      keptAliveAt = performance.now();
      if ((await stream.keepAlive()) === 'stalled') return 'slow_reader';
    }
    await sleep(batchEveryMs);
    const lookInMs = Math.min(settlesInMs ?? lookEveryMs, lookEveryMs, ctx.config.live.keepAliveMs);
    await wakeUp.wait(Math.max(0, lookInMs - batchEveryMs));
  }
}

/** Sends what is new since the last time: the machine when it looks different, its events, its log. */
function createSender(ctx: Pick<BrokerContext, 'db' | 'config'>, stream: EventStream, follower: Follower) {
  const { machineId, ownerId, cursor } = follower;
  let shown = '';

  function send(event: LiveFrameName, data: unknown): Promise<SendOutcome> {
    return stream.send({ event, id: formatLiveCursor(cursor), data });
  }

  async function sendMachine(): Promise<SendOutcome> {
    const machine = await readOwnMachine(ctx.db, ctx, ownerId, machineId);
    const text = JSON.stringify(machine);
    if (text === shown) return 'sent';
    shown = text;
    return send('machine', machine);
  }

  async function sendEvents(): Promise<SendOutcome> {
    for (;;) {
      const events = await readEvents(ctx.db, machineId, cursor.event, eventBatch);
      for (const event of events) {
        cursor.event = event.n;
        const outcome = await send('event', event);
        if (outcome !== 'sent') return outcome;
      }
      if (events.length < eventBatch) return 'sent';
    }
  }

  async function sendLogs(): Promise<SendOutcome> {
    for (;;) {
      const after = { epoch: cursor.logEpoch, seq: cursor.logSeq };
      const chunks = await readLogs(ctx.db, machineId, after, logBatchBytes);
      const last = chunks.at(-1);
      if (!last) return 'sent';
      cursor.logEpoch = last.epoch;
      cursor.logSeq = last.seq;
      const outcome = await send('log', { chunks });
      if (outcome !== 'sent') return outcome;
    }
  }

  return {
    async sendNews(): Promise<SendOutcome> {
      for (const part of [sendMachine, sendEvents, sendLogs]) {
        const outcome = await part();
        if (outcome !== 'sent') return outcome;
      }
      return 'sent';
    },
  };
}

function listen(
  ctx: Pick<BrokerContext, 'bus'>,
  follower: Follower,
  stream: EventStream,
  wakeUp: WakeUp,
): () => void {
  const wake = () => wakeUp.wake();
  const wakeIfMine = (changed: { machineId: string }) => {
    if (changed.machineId === follower.machineId) wake();
  };
  const stops = [
    ctx.bus.on('machine_changed', wakeIfMine),
    ctx.bus.on('logs_appended', wakeIfMine),
    ctx.bus.on('session_ended', ({ userId }) => {
      if (userId === follower.ownerId) wake();
    }),
  ];
  follower.stopping.addEventListener('abort', wake);
  stream.closed.addEventListener('abort', wake);
  return () => {
    for (const stop of stops) stop();
    follower.stopping.removeEventListener('abort', wake);
    stream.closed.removeEventListener('abort', wake);
  };
}

async function sayGoodbye(stream: EventStream, cursor: LiveCursor, end: FollowEnd): Promise<void> {
  if (end === 'closed') return;
  const id = formatLiveCursor(cursor);
  if (end === 'slow_reader') {
    // Its socket is full: this waits in the socket's buffer and is never waited for.
    void stream.send({ event: 'gap', id, data: { reason: end } });
    return;
  }
  await stream.send({ event: 'end', id, data: { reason: end } });
}
