import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { recordProcess, recordRunning, recordStep } from '../store/machines.ts';
import type { SwitchBox } from '../switches/switches.ts';
import { createCredentials } from './credentials.ts';
import { describeLimits } from './describe-limits.ts';
import type { KeeperParts } from './keeper.ts';
import type { LaunchedMachine } from './launch-machine.ts';
import { launchMachine } from './launch-machine.ts';
import type { Life } from './live-machine.ts';
import type { Relay } from './open-relay.ts';
import { openRelay } from './open-relay.ts';

const bannerWaitMs = 5000;

/** A machine that its member can use. */
export interface ServedMachine {
  socketPath: string;
  endsAt: number;
  over: Promise<void>;
  /** Closes the way in, ends the machine and resolves when nothing of it is left. */
  clear(): Promise<void>;
}

/**
 * Brings one machine from its record to `running`, noting each step as it happens.
 * @throws Error with a sentence for the progress page; nothing of the machine is left then.
 */
export async function serveMachine(parts: KeeperParts, life: Life): Promise<ServedMachine> {
  const { config, store, switches } = parts;
  const { machine, template, username } = life;
  const { signal } = life.control;
  recordStep(store, machine.id, 'reserve');
  await misbehaveAtStart(switches, username, signal);

  const credentials = createCredentials();
  const launched = await launchMachine({
    name: machine.name,
    place: life.place,
    uidFirst: config.machineUidFirst,
    template,
    credentials,
    onIsolated: (init, cgroups) => {
      recordProcess(store, machine.id, init, cgroups.paths);
      recordStep(store, machine.id, 'isolate');
      recordStep(store, machine.id, 'limits');
    },
    onFilesystem: () => recordStep(store, machine.id, 'filesystem'),
    signal,
  });
  recordStep(store, machine.id, 'ssh');

  let relay: Relay | null = null;
  const clear = (): Promise<void> => clearAway(parts.log, machine.id, launched, relay);
  try {
    relay = await openRelay(
      config.sshListen,
      { first: config.sshPortFirst, last: config.sshPortLast },
      launched.socketPath,
    );
    await readBanner(config.sshListen, relay.port);
    recordStep(store, machine.id, 'reachable');
    const endsAt = Date.now() + machine.minutes * config.minuteMs;
    const { user, password, fingerprint } = credentials;
    const limits = describeLimits(template, launched.cgroups.enforced);
    if (
      !recordRunning(
        store,
        machine.id,
        { sshPort: relay.port, user, password, fingerprint, ...limits },
        endsAt,
      )
    ) {
      throw new Error('The machine was ended while it started.');
    }
    loseLater(launched, switches.get('loseMachineAfterMs', username)?.ms);
    return { socketPath: launched.socketPath, endsAt, over: launched.over, clear };
  } catch (error) {
    await clear();
    throw error;
  }
}

async function misbehaveAtStart(switches: SwitchBox, username: string, signal: AbortSignal): Promise<void> {
  const slow = switches.get('startSlowMs', username);
  if (slow !== null) await delay(slow.ms, undefined, { signal });
  const fails = switches.get('startFails', username);
  if (fails !== null) throw new Error(fails.reason);
  while (switches.get('startNever', username) !== null) await delay(100, undefined, { signal });
}

function loseLater(launched: LaunchedMachine, afterMs: number | undefined): void {
  if (afterMs === undefined) return;
  const timer = setTimeout(() => void launched.kill(), afterMs);
  void launched.over.then(() => clearTimeout(timer));
}

async function clearAway(
  log: FastifyBaseLogger,
  machineId: string,
  launched: LaunchedMachine,
  relay: Relay | null,
) {
  relay?.close();
  while (!(await launched.kill())) log.error({ machineId }, "machine's processes do not end");
}

/** Reads the SSH greeting through the port that the member will use. */
function readBanner(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    const fail = (): void => {
      socket.destroy();
      reject(new Error("The machine's SSH server does not answer through its port."));
    };
    socket.setTimeout(bannerWaitMs, fail);
    socket.once('error', fail);
    socket.once('close', fail);
    socket.once('data', (data) => {
      if (!data.toString('latin1').startsWith('SSH-2.0-')) return fail();
      socket.off('close', fail).destroy();
      resolve();
    });
  });
}
