import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MachineEpoch } from '../../../shared/src/worker-messages/hold.ts';
import {
  createLogOutbox,
  type LogOutbox,
  type MachineLog,
} from '../../../worker/src/broker-client/log-outbox.ts';
import { openSession } from '../../../worker/src/broker-client/open-session.ts';
import { readOrMakeKey, storeIdentity } from '../../../worker/src/identity/worker-identity.ts';
import type { WorkerIdentity } from '../../../worker/src/identity/worker-identity.ts';
import { openLogSpool } from '../../../worker/src/log-spool/open-log-spool.ts';
import { createSecretRegistry } from '../../../worker/src/masking/secret-registry.ts';

/** The part of a worker that a log goes through: its spool, its outbox and its line to the broker, as the worker has them. */
export interface SpoolingWorker {
  write: (text: string) => void;
  /** So that what was written so far is in the spool. */
  flush: () => void;
  /** Ends it as SIGKILL does: nothing is said, nothing is written any more. Another process begins with the same folder. */
  kill: () => Promise<void>;
  stop: () => Promise<void>;
}

export interface SpoolingOptions {
  dataDir: string;
  /** Of the broker's socket for workers. */
  url: string;
  identity: WorkerIdentity;
  /** Where the machine stands once the broker has counted this process in. */
  hold: (bootId: string) => Promise<MachineEpoch>;
}

/** A key and a record as an enrolment leaves them. Answers the public half, as the broker keeps it. */
export async function makeIdentity(
  dataDir: string,
  record: { workerId: string; brokerId: string; name: string },
): Promise<{ identity: WorkerIdentity; publicKey: string }> {
  const { privateKey, publicKey } = await readOrMakeKey(dataDir);
  return { identity: await storeIdentity(dataDir, record, privateKey), publicKey };
}

export async function startSpoolingWorker(options: SpoolingOptions): Promise<SpoolingWorker> {
  let one: OneProcess | null = await startProcess(options);
  return {
    write: (text) => one?.log.write('machine', text),
    flush: () => one?.log.flush(),
    async kill() {
      await one?.kill();
      one = null;
      one = await startProcess(options);
    },
    stop: async () => one?.kill(),
  };
}

interface OneProcess {
  log: MachineLog;
  kill: () => Promise<void>;
}

async function startProcess({ dataDir, url, identity, hold }: SpoolingOptions): Promise<OneProcess> {
  const database = openLogSpool(dataDir);
  const outbox = createLogOutbox(database, createSecretRegistry());
  const ending = new AbortController();
  const bootId = randomUUID();
  const ended = keepJoined({ url, identity, bootId, outbox, signal: ending.signal });
  const kill = (): Promise<void> => endProcess({ database, ending, ended });
  try {
    return { log: outbox.open(await hold(bootId)), kill };
  } catch (error) {
    // Nobody else knows it: it would dial for ever, and the run would not end.
    await kill();
    throw error;
  }
}

async function endProcess(process: {
  database: DatabaseSync;
  ending: AbortController;
  ended: Promise<void>;
}): Promise<void> {
  process.ending.abort();
  // The spool is shut only when nobody writes to it any more; what was acknowledged on the way does no harm.
  await process.ended;
  process.database.close();
}

async function keepJoined(options: {
  url: string;
  identity: WorkerIdentity;
  bootId: string;
  outbox: LogOutbox;
  signal: AbortSignal;
}): Promise<void> {
  const { url, identity, bootId, outbox, signal } = options;
  while (!signal.aborted) {
    await openSession(
      { url, identity, bootId, signal },
      {
        joined: ({ send }) => outbox.resume(send),
        message(message) {
          if (message.type === 'logs_ack') outbox.acknowledge(message);
        },
      },
    );
    outbox.pause();
    await sleep(5);
  }
}
