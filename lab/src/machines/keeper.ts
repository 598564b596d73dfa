import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { LabConfig } from '../config.ts';
import type { Machine, NewMachine } from '../store/machines.ts';
import { findMachine, insertMachine, recordEnded, recordEnding, recordExtension } from '../store/machines.ts';
import type { Store } from '../store/open-store.ts';
import type { Session } from '../store/sessions.ts';
import type { SwitchBox } from '../switches/switches.ts';
import type { Template } from '../templates.ts';
import { createMachineId } from './credentials.ts';
import type { CommandResult } from './run-in-machine.ts';
import { runInMachine } from './run-in-machine.ts';
import type { ServedMachine } from './serve-machine.ts';
import { serveMachine } from './serve-machine.ts';

export interface KeeperParts {
  config: LabConfig;
  store: Store;
  switches: SwitchBox;
  log: FastifyBaseLogger;
}

export type StartResult = { id: string } | { refusal: 'seats' | 'full'; running: number };

/** Keeps the machines: starts, extends and ends them, each at most once, and at their end time. */
export interface Keeper {
  start(session: Session, template: Template, wish: { label: string; minutes: number }): StartResult;
  /** Adds minutes, up to the template's longest life. False when it is not running any more. */
  extend(machine: Machine, minutes: number): boolean;
  /** Asks for the end; the machine is `ended` once nothing of it is left. */
  end(id: string, reason: string): void;
  run(machine: Machine, command: string): Promise<CommandResult>;
  /** Ends every machine and waits for it. */
  stop(): Promise<void>;
}

interface Entry {
  place: number;
  username: string;
  control: AbortController;
  timer: NodeJS.Timeout | null;
  served: ServedMachine | null;
  done: Promise<void>;
}

/** Makes the keeper. A machine's states: starting, running, ending, ended; or failed, before running. */
export function createKeeper(parts: KeeperParts): Keeper {
  const { config, store, switches, log } = parts;
  const entries = new Map<string, Entry>();

  function start(
    session: Session,
    template: Template,
    wish: { label: string; minutes: number },
  ): StartResult {
    const id = createMachineId();
    const listLagMs = switches.get('listLagMs', session.username)?.ms ?? 0;
    const { accountId, maxMachines, username } = session;
    const machine: NewMachine = { id, accountId, name: `m-${id}`, template: template.id, ...wish, listLagMs };
    const refusal = insertMachine(store, machine, { perAccount: maxMachines, inAll: config.maxMachines });
    if (refusal !== null) return refusal;
    const entry: Entry = {
      place: freePlace(),
      username,
      control: new AbortController(),
      timer: null,
      served: null,
      done: Promise.resolve(),
    };
    entries.set(id, entry);
    entry.done = live(machine, template, entry).catch((error: unknown) =>
      log.error({ err: error, machineId: id }, 'machine was not cleared away'),
    );
    return { id };
  }

  // One machine's whole life. Whatever ends it, the record says so only after nothing is left.
  async function live(machine: NewMachine, template: Template, entry: Entry): Promise<void> {
    const { id } = machine;
    let outcome: { state: 'ended' | 'failed'; reason: string };
    try {
      entry.served = await serveMachine({
        ...parts,
        machine,
        template,
        place: entry.place,
        username: entry.username,
        signal: entry.control.signal,
      });
      schedule(id, entry, entry.served.endsAt);
      log.info({ machineId: id }, 'machine is running');
      await Promise.race([entry.served.over, aborted(entry.control.signal)]);
      outcome = { state: 'ended', reason: 'The machine was lost: it stopped by itself.' };
    } catch (error) {
      outcome = { state: 'failed', reason: error instanceof Error ? error.message : String(error) };
      if (!entry.control.signal.aborted) log.warn({ err: error, machineId: id }, 'machine did not start');
    }
    if (entry.control.signal.aborted) outcome.state = 'ended';
    if (entry.timer !== null) clearTimeout(entry.timer);
    const slowMs = entry.control.signal.aborted ? switches.get('endSlowMs', entry.username)?.ms : undefined;
    if (slowMs !== undefined) await delay(slowMs);
    await entry.served?.clear();
    recordEnded(store, id, outcome.state, outcome.reason);
    entries.delete(id);
    log.info({ machineId: id, state: outcome.state }, 'machine is over');
  }

  function schedule(id: string, entry: Entry, endsAt: number): void {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = setTimeout(() => end(id, 'Its time was over.'), Math.max(0, endsAt - Date.now()));
  }

  function end(id: string, reason: string): void {
    if (recordEnding(store, id, reason)) entries.get(id)?.control.abort();
  }

  function freePlace(): number {
    const taken = new Set([...entries.values()].map((entry) => entry.place));
    let place = 0;
    while (taken.has(place)) place += 1;
    return place;
  }

  return {
    start,
    end,
    extend: (machine, minutes) => {
      const entry = entries.get(machine.id);
      if (entry === undefined || machine.endsAt === null) return false;
      const endsAt = machine.endsAt + minutes * config.minuteMs;
      if (!recordExtension(store, machine.id, machine.minutes + minutes, endsAt)) return false;
      schedule(machine.id, entry, endsAt);
      return true;
    },
    run: async (machine, command) => {
      const served = entries.get(machine.id)?.served;
      const details = findMachine(store, machine.id)?.details;
      if (!served || !details) throw new Error('The machine is not running.');
      return await runInMachine(served.socketPath, details, command);
    },
    stop: async () => {
      for (const id of entries.keys()) end(id, 'The lab was stopped.');
      await Promise.all([...entries.values()].map((entry) => entry.done));
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
