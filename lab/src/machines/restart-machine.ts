import { setTimeout as delay } from 'node:timers/promises';
import { recordEnding, recordPassword } from '../store/machines.ts';
import { createPassword } from './credentials.ts';
import type { KeeperParts, Life } from './live-machine.ts';
import { runInMachine } from './run-in-machine.ts';

/**
 * Ends everything that runs in a machine and starts it again in the same place: same files in the home folder, port and host
 * key, a new password. `life.isRestarting` holds until it lets its user in again. One that does not come back is ended.
 */
export async function restartMachine(parts: KeeperParts, life: Life): Promise<void> {
  const { store, log } = parts;
  const { signal } = life.control;
  const machineId = life.machine.id;
  life.isRestarting = true;
  try {
    await comeBack(parts, life);
    log.info({ machineId }, 'machine was restarted');
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ err: error, machineId }, 'machine did not come back from its restart');
    recordEnding(store, machineId, 'The machine was lost: it did not come back from its restart.');
    await life.launched?.kill();
  } finally {
    life.isRestarting = false;
  }
}

async function comeBack({ config, store, switches }: KeeperParts, life: Life): Promise<void> {
  const { username, launched, relay, credentials, control } = life;
  await delay(switches.get('restartSlowMs', username)?.ms ?? 0, undefined, { signal: control.signal });
  if (launched === null || relay === null || credentials === null) throw new Error('The machine never ran.');
  if (switches.get('restartLosesMachine', username) !== null) throw new Error('The operator had it so.');
  const { password, ...kept } = createPassword();
  await launched.restart({ ...credentials.server, ...kept });
  const login = { ...credentials.login, password };
  const address = { host: config.sshListen, port: relay.port };
  const { exitCode } = await runInMachine({ ...address, ...login }, 'true');
  if (exitCode !== 0) throw new Error('The machine runs no commands.');
  if (!recordPassword(store, life.machine.id, password)) throw new Error('The machine was ended meanwhile.');
}
