import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { StreamPurpose, StreamRefused } from '@coinslot/shared/worker-messages/stream.ts';
import type { WebSocket } from 'ws';
import type { BrokerContext } from '../../../context.ts';
import { newToken } from '../../../secrets/tokens.ts';
import type { WorkerLinks } from '../../fleet/index.ts';
import { StreamError } from './stream-error.ts';
import { createWorkerPlaces } from './worker-places.ts';

export interface StreamOrder {
  machineId: string;
  epoch: number;
  workerId: string;
  purpose: StreamPurpose;
}

/** Asks workers for streams, and knows the ones that come by their tickets. */
export interface WorkerDialler {
  /**
   * Resolves with the worker's socket. Rejects with a StreamError: the worker is not connected to this broker, has no place left,
   * refused, or did not come before its ticket ran out.
   */
  dial(order: StreamOrder): Promise<WebSocket>;
  /** Takes the ticket: it serves once. Null = none of ours, too late, or served already. */
  claim(streamId: string, ticket: string): { arrived: (socket: WebSocket) => void } | null;
  /** Whoever still waits is told that there is none. */
  close(): void;
}

interface Awaited {
  order: StreamOrder;
  ticketHash: Buffer;
  arrived: (socket: WebSocket) => void;
  refuse: (error: StreamError) => void;
}

export function createWorkerDialler(
  ctx: Pick<BrokerContext, 'config' | 'metrics'>,
  links: WorkerLinks,
): WorkerDialler {
  const awaited = new Map<string, Awaited>();
  const { ticketMs, streamsPerWorkerMax } = ctx.config.access;
  const places = createWorkerPlaces(streamsPerWorkerMax);

  links.onRefused((workerId: string, { streamId, fault }: StreamRefused) => {
    const asked = awaited.get(streamId);
    // A worker speaks for its own streams only.
    if (asked?.order.workerId === workerId) asked.refuse(new StreamError(fault));
  });

  async function ask(order: StreamOrder): Promise<WebSocket> {
    const streamId = randomUUID();
    const ticket = newToken();
    const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
    let isWaiting = true;
    // It may have shown its ticket in time and be upgraded too late.
    const arrived = (socket: WebSocket): void => (isWaiting ? resolve(socket) : socket.terminate());
    awaited.set(streamId, { order, ticketHash: hash(ticket), arrived, refuse: reject });
    const timer = setTimeout(() => reject(new StreamError('unreachable')), ticketMs);
    try {
      const { machineId, epoch, purpose } = order;
      const message = { type: 'open_stream', streamId, ticket, machineId, epoch, purpose } as const;
      if (!links.askForStream(order.workerId, message)) throw new StreamError('not_held');
      return await promise;
    } finally {
      isWaiting = false;
      clearTimeout(timer);
      awaited.delete(streamId);
    }
  }

  return {
    async dial(order) {
      const { kind } = order.purpose;
      const giveBack = places.take(order);
      try {
        const socket = await ask(order);
        ctx.metrics.streamsAsked.inc({ kind, outcome: 'opened' });
        ctx.metrics.streams.inc({ kind });
        socket.once('close', () => {
          ctx.metrics.streams.dec({ kind });
          giveBack();
        });
        return socket;
      } catch (error) {
        giveBack();
        const outcome = error instanceof StreamError ? error.fault : 'fault';
        ctx.metrics.streamsAsked.inc({ kind, outcome });
        throw error;
      }
    },
    claim(streamId, ticket) {
      const asked = awaited.get(streamId);
      if (!asked || !timingSafeEqual(hash(ticket), asked.ticketHash)) return null;
      awaited.delete(streamId);
      return { arrived: asked.arrived };
    },
    close() {
      for (const { refuse } of awaited.values()) refuse(new StreamError('worker_stopping'));
    },
  };
}

function hash(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest();
}
