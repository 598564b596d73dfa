import type { FastifyBaseLogger } from 'fastify';
import type { LabConfig } from '../config.ts';
import type { Machine, NewMachine } from '../store/machines.ts';
import { findMachine, insertMachine, recordEnding, recordExtension } from '../store/machines.ts';
import type { Store } from '../store/open-store.ts';
import type { Session } from '../store/sessions.ts';
import type { SwitchBox } from '../switches/switches.ts';
import type { Template } from '../templates.ts';
import { createMachineId } from './credentials.ts';
import type { Life } from './live-machine.ts';
import { liveMachine } from './live-machine.ts';
import type { CommandResult } from './run-in-machine.ts';
import { runInMachine } from './run-in-machine.ts';

export interface KeeperParts {
  config: LabConfig;
  store: Store;
  switches: SwitchBox;
  log: FastifyBaseLogger;
}

export type StartResult = { id: string } | { refusal: 'seats' | 'full' | 'quota'; running: number };

/** Keeps the machines: starts, extends and ends them, each at most once, and at their end time. */
export interface Keeper {
  start(session: Session, template: Template, wish: { label: string; minutes: number }): StartResult;
  /** Adds minutes. False when the machine is not running any more. */
  extend(machine: Machine, minutes: number): boolean;
  /** Asks for the end; the machine is `ended` once nothing of it is left. */
  end(id: string, reason: string): void;
  /** Runs one shell command in the machine. @throws Error when it is not running any more. */
  run(machine: Machine, command: string): Promise<CommandResult>;
  /** Ends every machine and waits for it. */
  stop(): Promise<void>;
}

/** Makes the keeper. A machine's states: starting, running, ending, ended; or failed, before running. */
export function createKeeper(parts: KeeperParts): Keeper {
  const { config, store, switches, log } = parts;
  const lives = new Map<string, Life & { done: Promise<void> }>();

  function start(
    session: Session,
    template: Template,
    wish: { label: string; minutes: number },
  ): StartResult {
    const { accountId, maxMachines, username } = session;
    const id = createMachineId();
    const listLagMs = switches.get('listLagMs', username)?.ms ?? 0;
    const machine: NewMachine = { id, accountId, name: `m-${id}`, template: template.id, ...wish, listLagMs };
    const refusal = insertMachine(store, machine, { perAccount: maxMachines, inAll: config.maxMachines });
    if (refusal !== null) return refusal;
    const place = freePlace([...lives.values()]);
    const life: Life = {
      machine,
      template,
      place,
      username,
      control: new AbortController(),
      timer: null,
      served: null,
    };
    const done = liveMachine(parts, life, (endsAt) => schedule(life, endsAt))
      .catch((error: unknown) => log.error({ err: error, machineId: id }, 'machine was not cleared away'))
      .finally(() => lives.delete(id));
    lives.set(id, Object.assign(life, { done }));
    return { id };
  }

  function schedule(life: Life, endsAt: number): void {
    if (life.timer !== null) clearTimeout(life.timer);
    life.timer = setTimeout(
      () => end(life.machine.id, 'Its time was over.'),
      Math.max(0, endsAt - Date.now()),
    );
  }

  function end(id: string, reason: string): void {
    if (recordEnding(store, id, reason)) lives.get(id)?.control.abort();
  }

  function extend(machine: Machine, minutes: number): boolean {
    const life = lives.get(machine.id);
    if (life === undefined || machine.endsAt === null) return false;
    const endsAt = machine.endsAt + minutes * config.minuteMs;
    if (!recordExtension(store, machine.id, machine.minutes + minutes, endsAt)) return false;
    schedule(life, endsAt);
    return true;
  }

  async function run(machine: Machine, command: string): Promise<CommandResult> {
    const served = lives.get(machine.id)?.served;
    const details = findMachine(store, machine.id)?.details;
    if (!served || !details) throw new Error('The machine is not running.');
    return await runInMachine(served.socketPath, details, command);
  }

  async function stop(): Promise<void> {
    for (const id of lives.keys()) end(id, 'The lab was stopped.');
    await Promise.all([...lives.values()].map((life) => life.done));
  }

  return { start, extend, end, run, stop };
}

function freePlace(lives: readonly Life[]): number {
  const taken = new Set(lives.map((life) => life.place));
  let place = 0;
  while (taken.has(place)) place += 1;
  return place;
}
