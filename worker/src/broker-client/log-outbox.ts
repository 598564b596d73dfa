import type { DatabaseSync } from 'node:sqlite';
import type { LogSource } from '@coinslot/shared/live-events/log-line.ts';
import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import type { LogsAck } from '@coinslot/shared/worker-messages/logs-ack.ts';
import type { Logs } from '@coinslot/shared/worker-messages/logs.ts';
import { createSpooledStreams } from '../log-spool/spooled-streams.ts';
import type { SpooledChunk, SpooledStreams } from '../log-spool/spooled-streams.ts';
import { createLogMasker } from '../masking/log-masker.ts';
import type { SecretRegistry } from '../masking/secret-registry.ts';

const batchBytes = 64 * 1024;
const batchMs = 250;
const maxSpooledBytes = 5 * 1024 * 1024;
/** After a full disk. */
const retryMs = 5_000;

/** One machine's log: text goes through the masker, in batches into the spool, and from there to the broker. */
export type MachineLog = {
  write: (source: LogSource, text: string) => void;
  /** Spools and sends what waits for its batch, so that it goes out before what is sent next. */
  flush: () => void;
  /** Masks and spools what is left, also what the masker held back. */
  end: () => void;
};

export type LogOutbox = {
  open: (stream: MachineEpoch) => MachineLog;
  acknowledge: (ack: LogsAck) => void;
  /** A new connection: everything not acknowledged goes out again, then what waits. */
  resume: (send: (logs: Logs) => void) => void;
  pause: () => void;
};

export function createLogOutbox(
  database: DatabaseSync,
  secrets: SecretRegistry,
  options: { maxSpooledBytes?: number; onTrouble?: (error: unknown) => void } = {},
): LogOutbox {
  const streams = createSpooledStreams(database, options.maxSpooledBytes ?? maxSpooledBytes);
  const append = countLost(streams.append);
  let sendNow: ((logs: Logs) => void) | null = null;
  let retry: NodeJS.Timeout | null = null;

  /** A full disk costs lines; it must never cost the connection, or the machines with it. */
  function unlessFull(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (retry !== null) return;
      options.onTrouble?.(error);
      retry = setTimeout(() => {
        retry = null;
        unlessFull(sendAll);
      }, retryMs).unref();
    }
  }

  function sendChunks(stream: MachineEpoch, chunks: SpooledChunk[]): void {
    if (sendNow === null) return;
    for (const batch of inBatches(chunks))
      sendNow({ type: 'logs', machineId: stream.machineId, epoch: stream.epoch, chunks: batch });
  }

  function sendNext(stream: MachineEpoch): void {
    if (sendNow !== null) sendChunks(stream, streams.takeNext(stream));
  }

  function sendAll(): void {
    for (const stream of streams.waiting()) {
      sendChunks(stream, streams.unacknowledged(stream));
      sendNext(stream);
    }
  }

  return {
    open: (stream) =>
      openMachineLog(secrets, (source, text) =>
        unlessFull(() => {
          append(stream, { at: new Date().toISOString(), source, text });
          sendNext(stream);
        }),
      ),
    acknowledge({ machineId, epoch, seq, capped }) {
      unlessFull(() => {
        streams.acknowledge({ machineId, epoch }, seq, capped);
        // A later hold of the machine may have waited for the end of this one's.
        const own = streams.waiting().filter((stream) => stream.machineId === machineId);
        for (const stream of own) sendNext(stream);
      });
    },
    resume(send) {
      sendNow = send;
      unlessFull(sendAll);
    },
    pause() {
      sendNow = null;
    },
  };
}

/** What could not be stored is said before what can be stored again, in one piece with it. */
function countLost(append: SpooledStreams['append']): SpooledStreams['append'] {
  const lost = new Map<string, number>();
  return (stream, chunk) => {
    const key = `${stream.machineId} ${stream.epoch}`;
    const bytes = lost.get(key) ?? 0;
    const missing = `[${bytes} bytes of the log were dropped here: the worker's disk is full]\n`;
    lost.set(key, bytes + Buffer.byteLength(chunk.text));
    append(stream, bytes === 0 ? chunk : { ...chunk, text: missing + chunk.text });
    lost.delete(key);
  };
}

function openMachineLog(
  secrets: SecretRegistry,
  spool: (source: LogSource, text: string) => void,
): MachineLog {
  const maskers = { worker: createLogMasker(secrets), machine: createLogMasker(secrets) };
  let batch: { source: LogSource; text: string } | null = null;
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (batch !== null) for (const piece of inPieces(batch.text)) spool(batch.source, piece);
    batch = null;
  }

  function add(source: LogSource, text: string): void {
    if (text === '') return;
    if (batch !== null && batch.source !== source) flush();
    batch = { source, text: (batch?.text ?? '') + text };
    if (batch.text.length >= batchBytes) flush();
    else timer ??= setTimeout(flush, batchMs);
  }

  return {
    write: (source, text) => add(source, maskers[source].write(text)),
    flush,
    end() {
      add('worker', maskers.worker.flush());
      add('machine', maskers.machine.flush());
      flush();
    },
  };
}

/** Never between the halves of a character. */
function inPieces(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const last = text.charCodeAt(at + batchBytes - 1);
    const to = at + batchBytes - (last >= 0xd800 && last <= 0xdbff ? 1 : 0);
    pieces.push(text.slice(at, to));
    at = to;
  }
  return pieces;
}

function inBatches(chunks: SpooledChunk[]): SpooledChunk[][] {
  const batches: SpooledChunk[][] = [];
  let size = 0;
  for (const chunk of chunks) {
    const current = batches.at(-1);
    if (current === undefined || current.length >= 500 || size + chunk.text.length > batchBytes) {
      batches.push([chunk]);
      size = chunk.text.length;
    } else {
      current.push(chunk);
      size += chunk.text.length;
    }
  }
  return batches;
}
