import type { Account } from '../store/accounts.ts';
import {
  countMachines,
  insertMachine,
  recordEnding,
  recordExtension,
  type Machine,
  type ShownMachine,
} from '../store/machines.ts';
import type { Template } from '../templates.ts';
import { createMachineId } from './credentials.ts';
import { liveMachine, type KeeperParts, type Life } from './live-machine.ts';
import { createMachineUse, type MachineUse } from './machine-use.ts';
import { restartMachine } from './restart-machine.ts';

/** A started machine's id, or why there is none; `running` is how many the account has. */
export type StartResult = { id: string } | { refusal: 'seats' | 'full' | 'quota'; running: number };

export type Keeper = ReturnType<typeof createKeeper>;

/**
 * Keeps the machines: starts, extends, restarts and ends them, each at most once, and at their end time.
 * A machine's states: starting, running, ending, ended; or failed, before running. `count` says how many are not cleared away yet.
 */
export function createKeeper(parts: KeeperParts) {
  const { config, store, switches, log } = parts;
  const lives = new Map<string, { life: Life; timer: NodeJS.Timeout | undefined; done: Promise<void> }>();

  /** Starts a machine where a seat is free. Nothing comes between count and record: one lab, no await. */
  function start(
    account: Account,
    template: Template,
    wish: { label: string; minutes: number },
  ): StartResult {
    const { username } = account;
    const { own: running, all } = countMachines(store, account.id);
    if (switches.get('quota', username) !== null) return { refusal: 'quota', running };
    if (running >= account.maxMachines) return { refusal: 'seats', running };
    if (all >= config.maxMachines) return { refusal: 'full', running };
    const id = createMachineId();
    const machine = { id, accountId: account.id, name: `m-${id}`, template: template.id, ...wish };
    insertMachine(store, machine, switches.get('listLagMs', username)?.ms ?? 0);
    const control = new AbortController();
    const life: Life = {
      machine,
      template,
      place: freePlace(),
      username,
      control,
      use: createMachineUse(),
      credentials: null,
      isRestarting: false,
      launched: null,
      relay: null,
    };
    const done = liveMachine(parts, life, (endsAt) => schedule(id, endsAt))
      .catch((error: unknown) => log.error({ err: error, machineId: id }, 'machine was not cleared away'))
      .finally(() => {
        clearTimeout(lives.get(id)?.timer);
        lives.delete(id);
      });
    lives.set(id, { life, timer: undefined, done });
    return { id };
  }

  function freePlace(): number {
    const taken = new Set([...lives.values()].map(({ life }) => life.place));
    let place = 0;
    while (taken.has(place)) place += 1;
    return place;
  }

  function schedule(id: string, endsAt: number): void {
    const held = lives.get(id);
    if (held === undefined) return;
    clearTimeout(held.timer);
    held.timer = setTimeout(() => end(id, 'Its time was over.'), Math.max(0, endsAt - Date.now()));
  }

  /** Asks for the end; the machine is `ended` once nothing of it is left. */
  function end(id: string, reason: string): void {
    if (recordEnding(store, id, reason)) lives.get(id)?.life.control.abort();
  }

  /** Adds minutes. False when the machine is not running any more. */
  function extend(machine: ShownMachine, minutes: number): boolean {
    if (machine.endsAt === null) return false;
    const endsAt = machine.endsAt + minutes * config.minuteMs;
    if (!recordExtension(store, machine.id, machine.minutes + minutes, endsAt)) return false;
    schedule(machine.id, endsAt);
    return true;
  }

  /** Begins a restart. False when the machine is not running, or restarting already. */
  function restart(machine: ShownMachine): boolean {
    const life = lives.get(machine.id)?.life;
    if (life === undefined || life.isRestarting || machine.state !== 'running') return false;
    void restartMachine(parts, life);
    return true;
  }

  /** The machine as its pages show it: `restarting`, without a way in, while it is. */
  function show(machine: Machine): ShownMachine {
    const isRestarting = machine.state === 'running' && lives.get(machine.id)?.life.isRestarting === true;
    return isRestarting ? { ...machine, state: 'restarting', details: null } : machine;
  }

  /** When somebody was last logged in; null before the first time and when it is over. */
  function readUse(id: string): ReturnType<MachineUse['read']> {
    return lives.get(id)?.life.use.read() ?? null;
  }

  /** Ends every machine and waits for it. */
  async function stop(): Promise<void> {
    for (const id of lives.keys()) end(id, 'The lab was stopped.');
    await Promise.all([...lives.values()].map(({ done }) => done));
  }

  return { start, extend, restart, end, show, readUse, count: () => lives.size, stop };
}
