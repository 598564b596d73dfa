import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createLogOutbox } from '../../../worker/src/broker-client/log-outbox.ts';
import { createReportOutbox, type ReportOutbox } from '../../../worker/src/broker-client/report-outbox.ts';
import { connectWorker } from '../../../worker/src/connect-worker.ts';
import { readOrMakeKey, storeIdentity } from '../../../worker/src/identity/worker-identity.ts';
import { openLogSpool } from '../../../worker/src/log-spool/open-log-spool.ts';
import { createLogger } from '../../../worker/src/logger.ts';
import { createSecretRegistry } from '../../../worker/src/masking/secret-registry.ts';
import { createPagelessBrowsers } from '../../../worker/src/testing/pageless-browsers.ts';
import { createScriptedMachines, type ScriptedMachines } from './scripted-machines.ts';

/** A worker with its own key, spool and outboxes, its own line and its own patience: all but the lab is the product's code. */
export interface ScriptedWorker {
  workerId: string;
  publicKey: string;
  machines: ScriptedMachines;
  /** performance.now() of each time that it was told what it should have, the first of each connection. */
  backAt: readonly number[];
  reports: { count: () => number; unanswered: () => number; repeated: () => number; notTaken: string[] };
  connect: (brokerUrl: string) => void;
  /** Why it will never come again; null while all is well. */
  endedFor: () => string | null;
  close: () => Promise<void>;
}

export async function createScriptedWorker(
  folder: string,
  { name, brokerId }: { name: string; brokerId: string },
): Promise<ScriptedWorker> {
  const dataDir = path.join(folder, name);
  await mkdir(dataDir, { recursive: true });
  const workerId = randomUUID();
  const { privateKey, publicKey } = await readOrMakeKey(dataDir);
  const identity = await storeIdentity(dataDir, { workerId, brokerId, name }, privateKey);
  const secrets = createSecretRegistry();
  const spool = openLogSpool(dataDir);
  const logs = createLogOutbox(spool, secrets);
  const reports = createReportOutbox();
  const tally = countVerdicts(reports);
  const stopping = new AbortController();
  let connection: ReturnType<typeof connectWorker> | null = null;
  let endedFor: string | null = null;
  const machines = createScriptedMachines({
    reports: { add: tally.add },
    logs,
    beatNow: () => connection?.beatNow(),
  });
  const arrivals = noteArrivals(machines.keeper, reports);
  const bootId = randomUUID();

  return {
    workerId,
    publicKey,
    machines,
    backAt: arrivals.backAt,
    reports: tally,
    endedFor: () => endedFor,
    connect(brokerUrl) {
      const url = new URL('/worker/v1', brokerUrl.replace(/^http/, 'ws')).href;
      connection = connectWorker(
        { url, identity, bootId, dataDir, signal: stopping.signal },
        {
          machines: arrivals.keeper,
          inventories: { apply: () => undefined, renew: () => undefined, drop: async () => undefined },
          reports: arrivals.reports,
          logs,
          browser: createPagelessBrowsers().plain,
          log: createLogger('silent', secrets),
        },
      );
      connection.ended.catch((error: unknown) => (endedFor = String(error)));
    },
    async close() {
      stopping.abort();
      await connection?.ended.catch(() => undefined);
      spool.close();
    },
  };
}

/** Counts what became of each report. */
function countVerdicts(reports: ReportOutbox): ScriptedWorker['reports'] & { add: ReportOutbox['add'] } {
  let [count, repeated] = [0, 0];
  const notTaken: string[] = [];
  return {
    count: () => count,
    unanswered: reports.size,
    repeated: () => repeated,
    notTaken,
    async add(machine, body) {
      count += 1;
      const outcome = await reports.add(machine, body);
      if (outcome === 'duplicate') repeated += 1;
      else if (outcome !== 'applied') notTaken.push(`${body.kind}: ${outcome}`);
      return outcome;
    },
  };
}

/** A connection is whole once the first desired state after its join has come. */
function noteArrivals(machines: ScriptedMachines['keeper'], outbox: ReportOutbox) {
  const backAt: number[] = [];
  let isNew = false;
  const reports: ReportOutbox = {
    ...outbox,
    resume(ackedReportSeq, send) {
      isNew = true;
      outbox.resume(ackedReportSeq, send);
    },
  };
  const keeper: ScriptedMachines['keeper'] = {
    ...machines,
    apply(desired) {
      if (isNew) backAt.push(performance.now());
      isNew = false;
      machines.apply(desired);
    },
  };
  return { backAt, reports, keeper };
}
