import type { OpenStream, StreamRefused } from '@coinslot/shared/worker-messages/stream.ts';
import type { LiveWorkers } from './live-workers.ts';

/** The workers that are connected to this broker, for whoever wants a line of bytes from one. */
export interface WorkerLinks {
  readonly live: LiveWorkers;
  /** False when the worker is not connected here. Its protocol is the caller's question. */
  askForStream(workerId: string, order: OpenStream): boolean;
  /** What hears that a worker cannot open one. */
  onRefused(listener: RefusedListener): void;
  tellRefused: RefusedListener;
}

type RefusedListener = (workerId: string, refused: StreamRefused) => void;

export function createWorkerLinks(): WorkerLinks {
  const live: LiveWorkers = new Map();
  const listeners: RefusedListener[] = [];
  return {
    live,
    askForStream(workerId, order) {
      const worker = live.get(workerId);
      if (worker?.connection.phase.name !== 'live') return false;
      worker.connection.send(order);
      return true;
    },
    onRefused: (listener) => void listeners.push(listener),
    tellRefused(workerId, refused) {
      for (const listener of listeners) listener(workerId, refused);
    },
  };
}
