import { EventEmitter } from 'node:events';

/** What may be told between parts of one broker. A message says only that something changed; the truth is in Postgres. */
export interface BusMessages {
  machine_changed: { machineId: string };
  logs_appended: { machineId: string; bytes: number };
  queue_changed: Record<string, never>;
  desired_changed: { workerId: string };
  session_ended: { sessionId: string; userId: string };
  /** Something waits to be sent, or to be told to many. */
  outbox_changed: Record<string, never>;
}
export type BusMessageName = keyof BusMessages;

/** Tells and listens. Messages may be lost: every listener also re-reads by itself from time to time. */
export interface Bus {
  /** Call it after commit only, so that a listener who reads finds what was written. */
  emit<Name extends BusMessageName>(name: Name, data: BusMessages[Name]): void;
  /** Returns how to stop listening. */
  on<Name extends BusMessageName>(name: Name, listener: (data: BusMessages[Name]) => void): () => void;
}

/**
 * A bus inside this process. A listener that throws harms neither the sender nor other listeners; what it threw goes to
 * `onListenerError`.
 */
export function createBus(onListenerError: (error: unknown, name: BusMessageName) => void): Bus {
  const emitter = new EventEmitter();
  // One listener per watched machine page: the default warning at eleven would be noise.
  emitter.setMaxListeners(0);
  return {
    emit(name, data) {
      emitter.emit(name, data);
    },
    on(name, listener) {
      const guarded = (data: Parameters<typeof listener>[0]) => {
        try {
          listener(data);
        } catch (error) {
          onListenerError(error, name);
        }
      };
      emitter.on(name, guarded);
      return () => {
        emitter.off(name, guarded);
      };
    },
  };
}
