import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { LabConfig } from '../config.ts';
import { recordEnded, recordRunning, recordStep, type NewMachine } from '../store/machines.ts';
import type { Store } from '../store/open-store.ts';
import type { SwitchBox } from '../switches/switches.ts';
import type { Template } from '../templates.ts';
import { createCredentials, type Credentials } from './credentials.ts';
import { hasRoot } from './isolation.ts';
import { launchMachine, type LaunchedMachine } from './launch-machine.ts';
import type { MachineUse } from './machine-use.ts';
import { openRelay, type Relay } from './open-relay.ts';
import { runInMachine } from './run-in-machine.ts';

export interface KeeperParts {
  config: LabConfig;
  store: Store;
  switches: SwitchBox;
  log: FastifyBaseLogger;
}

/** One machine in the keeper's hands. */
export interface Life {
  machine: NewMachine;
  template: Template;
  /** Which place among the running machines: picks host uids and processors. */
  place: number;
  username: string;
  /** Aborted when somebody asks for the end. */
  control: AbortController;
  use: MachineUse;
  credentials: Credentials | null;
  isRestarting: boolean;
  launched: LaunchedMachine | null;
  relay: Relay | null;
}

/**
 * One machine's whole life, from its record to its end. Whatever ends it, the record says so only
 * after nothing of it is left.
 */
export async function liveMachine(
  parts: KeeperParts,
  life: Life,
  onRunning: (endsAt: number) => void,
): Promise<void> {
  const { log, store, switches } = parts;
  const { signal } = life.control;
  const machineId = life.machine.id;
  let state: 'ended' | 'failed' = 'ended';
  let reason = 'The machine was lost: it stopped by itself.';
  try {
    await startMachine(parts, life, onRunning);
    log.info({ machineId }, 'machine is running');
    if (!signal.aborted) await Promise.race([life.launched?.over, once(signal, 'abort')]);
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error, machineId }, 'machine did not start');
    state = signal.aborted ? 'ended' : 'failed';
    reason = error instanceof Error ? error.message : String(error);
  }
  if (signal.aborted) await delay(switches.get('endSlowMs', life.username)?.ms ?? 0);
  life.relay?.close();
  while (life.launched !== null && !(await life.launched.kill()))
    log.error({ machineId }, "machine's processes do not end");
  recordEnded(store, machineId, state, reason);
  log.info({ machineId, state }, 'machine is over');
}

/**
 * Brings one machine from its record to `running`, noting each step as it happens.
 * @throws Error with a sentence for the progress page.
 */
async function startMachine(
  parts: KeeperParts,
  life: Life,
  onRunning: (endsAt: number) => void,
): Promise<void> {
  const { config, store, switches } = parts;
  const { machine, username } = life;
  const { id } = machine;
  recordStep(store, id, 'reserve');
  await misbehaveAtStart(switches, username, life.control.signal);

  const credentials = createCredentials();
  life.credentials = credentials;
  const launched = await launchMachine(parts, life, credentials.server);
  life.launched = launched;
  const isDead = (): boolean => switches.get('wayInDead', username) !== null;
  life.relay = await openRelay(config, () => (isDead() ? null : launched.socketPath()));
  const { login } = credentials;
  const { port } = life.relay;
  const { exitCode } = await runInMachine({ host: config.sshListen, port, ...login }, 'true');
  if (exitCode !== 0) throw new Error('The machine runs no commands.');
  recordStep(store, id, 'reachable');

  const endsAt = Date.now() + machine.minutes * config.minuteMs;
  const enforced = [...launched.enforced, ...(hasRoot() ? ['users'] : [])];
  if (!recordRunning(store, id, { sshPort: port, ...login, enforced }, endsAt))
    throw new Error('The machine was ended while it started.');
  const lost = switches.get('loseMachineAfterMs', username);
  if (lost !== null) setTimeout(() => void launched.kill(), lost.ms).unref();
  onRunning(endsAt);
}

async function misbehaveAtStart(switches: SwitchBox, username: string, signal: AbortSignal): Promise<void> {
  await delay(switches.get('startSlowMs', username)?.ms ?? 0, undefined, { signal });
  const fails = switches.get('startFails', username);
  if (fails !== null) throw new Error(fails.reason);
  while (switches.get('startNever', username) !== null) await delay(100, undefined, { signal });
}
