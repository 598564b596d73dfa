import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogOutbox } from './broker-client/log-outbox.ts';
import { createReportOutbox } from './broker-client/report-outbox.ts';
import { createBrowserKeepers } from './browser/browser-keepers.ts';
import type { BrowserKeepers } from './browser/browser-keepers.ts';
import type { Config } from './config.ts';
import { connectWorker } from './connect-worker.ts';
import { enrol } from './identity/enrol.ts';
import { lockDataDir } from './identity/lock-data-dir.ts';
import { readIdentity } from './identity/worker-identity.ts';
import type { WorkerIdentity } from './identity/worker-identity.ts';
import { createInventoryKeeper } from './inventory/inventory-keeper.ts';
import { openLogSpool } from './log-spool/open-log-spool.ts';
import type { Logger } from './logger.ts';
import { createMachineKeeper } from './machine/machine-keeper.ts';
import type { SecretRegistry } from './masking/secret-registry.ts';
import { findRecipe } from './recipes/recipes.ts';
import type { FindRecipe } from './recipes/recipes.ts';
import { StopError } from './stop-error.ts';
import { createTunnelKeeper } from './tunnels/tunnel-keeper.ts';

const drainPollMs = 50;

/** A running worker, with its two stops. */
export type Worker = {
  /** Takes nothing new, lets page work come to an end for at most `deadlineMs`, leaves ready machines at the lab. */
  drain: (deadlineMs: number) => Promise<void>;
  /** Now: browser by SIGKILL, sockets cut. */
  kill: () => void;
  /** Rejects with a StopError when the worker cannot go on; resolves after `drain`. */
  stopped: Promise<void>;
};

/** What a worker operates labs with. */
export type LabTools = { browsers: BrowserKeepers; findRecipe: FindRecipe };

/**
 * Starts everything: takes the data folder, enrols if needed, connects, and does what the broker wants.
 *
 * @throws StopError when it cannot begin (folder in use, no identity and no token, token refused)
 */
export async function startWorker(
  config: Config,
  parts: { log: Logger; secrets: SecretRegistry; labTools?: LabTools },
): Promise<Worker> {
  const { secrets } = parts;
  const unlock = lockDataDir(config.dataDir);
  const stopping = new AbortController();
  try {
    const identity = await findIdentity(config, parts, stopping.signal);
    const log = parts.log.child({ workerId: identity.workerId });
    const labTools = parts.labTools ?? (await openLabTools(config, log));
    const { browsers } = labTools;
    const tunnels = createTunnelKeeper(tunnelOptions(config), log);
    const spool = openLogSpool(config.dataDir);
    const reports = createReportOutbox();
    const logs = createLogOutbox(spool, secrets, {
      onTrouble: (err) => log.error({ err }, 'the log spool cannot be written; lines are lost until it can'),
    });
    const shared = {
      ...settingsOf(config),
      browser: browsers.plain,
      stealthBrowser: browsers.stealthy,
      findRecipe: labTools.findRecipe,
      tunnels,
      reports,
      logs,
      secrets,
      beatNow: () => connection.beatNow(),
      log,
    };
    const machines = createMachineKeeper(shared);
    const inventories = createInventoryKeeper(shared);
    const { brokerUrl: url, dataDir } = config;
    const browser = { ...browsers.plain, pids: browsers.pids };
    const connection = connectWorker(
      { url, identity, bootId: randomUUID(), dataDir, signal: stopping.signal },
      { machines, inventories, reports, logs, browser, log },
    );

    /** Every way out ends here: whatever the worker took from the host is given back. */
    let released: Promise<void> | null = null;
    function release(): Promise<void> {
      released ??= giveBack();
      return released;
    }
    async function giveBack(): Promise<void> {
      stopping.abort();
      await Promise.all([machines.dropAll('the worker stops'), inventories.drop('the worker stops')]);
      await Promise.all([browsers.close(), tunnels.closeAll()]);
      await connection.ended.catch(() => undefined);
      spool.close();
      unlock();
    }

    return {
      async drain(deadlineMs) {
        log.info({ deadlineMs }, 'worker is draining');
        machines.stopTaking();
        connection.startDraining();
        const until = performance.now() + deadlineMs;
        await waitUntil(() => (machines.isQuiet() && reports.size() === 0) || performance.now() > until);
        await machines.dropAll('the worker stops');
        await connection.close();
        await release();
        log.info('worker has stopped');
      },
      kill() {
        browsers.kill();
        tunnels.kill();
        stopping.abort();
        unlock();
      },
      stopped: connection.ended.catch(async (error: unknown) => {
        await release();
        throw error;
      }),
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Chromium, and every recipe. What an earlier run left of its profiles is removed. */
async function openLabTools(config: Config, log: Logger): Promise<LabTools> {
  const profilesDir = join(config.dataDir, 'chromium');
  await rm(profilesDir, { recursive: true, force: true });
  return { browsers: createBrowserKeepers(browserOptions(config, profilesDir), log), findRecipe };
}

/** Of the settings, what machines and inventories go by. */
function settingsOf({ timeouts, activityIntervalMs, machineNetworks }: Config) {
  return { timeouts, activityIntervalMs, machineNetworks };
}

function browserOptions(config: Config, profilesDir: string): Parameters<typeof createBrowserKeepers>[0] {
  return {
    chromiumPath: config.chromiumPath,
    cacheDir: config.chromiumCacheDir,
    fallbackCacheDir: join(config.dataDir, 'cache'),
    profilesDir,
    launchTimeoutMs: config.timeouts.browserMs,
    maxContexts: config.browserMaxContexts,
    maxAgeMs: config.browserMaxAgeMs,
  };
}

function tunnelOptions(config: Config): Parameters<typeof createTunnelKeeper>[0] {
  const { dataDir, cloudflaredPath: configured, searchPath, chromiumCacheDir } = config;
  const cacheDirs = [chromiumCacheDir, join(dataDir, 'cache')];
  return { dataDir, places: { configured, searchPath, cacheDirs } };
}

async function findIdentity(
  config: Config,
  { log, secrets }: { log: Logger; secrets: SecretRegistry },
  signal: AbortSignal,
): Promise<WorkerIdentity> {
  const known = await readIdentity(config.dataDir);
  if (known !== null) return known;
  const { dataDir, brokerOrigin, enrolmentToken: token } = config;
  if (token === undefined)
    throw new StopError(
      `This worker has no identity in ${dataDir}. Make a token in the admin console (or with "coinslot worker enrol") and pass it as COINSLOT_ENROLMENT_TOKEN.`,
    );
  secrets.add(token);
  return enrol({ dataDir, brokerOrigin, token, signal }, log);
}

async function waitUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, drainPollMs));
}
