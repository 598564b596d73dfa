import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Template } from '../templates.ts';

export type Controller = 'memory' | 'cpu' | 'pids';

/** The cgroups of one machine: where they are and what they really bound. */
export interface MachineCgroups {
  paths: string[];
  enforced: Set<Controller>;
}

const namePrefix = 'coinslot-lab-m-';
const sweepAfterMs = 60_000;
const periodUs = 100_000;
// The agent and its threads live in the same group as the member's processes.
const agentTasks = 40;

/**
 * Makes a group for the machine under each controller that this process may use, in cgroup v1 or
 * v2, and sets its limits. Takes what it gets: an ordinary user mostly gets none.
 */
export function createCgroups(name: string, template: Template): MachineCgroups {
  const result: MachineCgroups = { paths: [], enforced: new Set() };
  for (const controller of ['memory', 'cpu', 'pids'] as const) {
    for (const parent of parentsInV1(controller)) {
      if (tryCgroup(result, join(parent, name), [controller], limitsInV1(template))) break;
    }
  }
  if (result.paths.length > 0) return result;
  for (const parent of parentsInV2()) {
    delegate(parent);
    if (tryCgroup(result, join(parent, name), ['memory', 'cpu', 'pids'], limitsInV2(template))) break;
  }
  return result;
}

/** Moves a process, and with it all it will start, into the groups. */
export function joinCgroups(cgroups: MachineCgroups, pid: number): void {
  for (const path of cgroups.paths) writeFileSync(join(path, 'cgroup.procs'), String(pid));
}

/** Removes the groups of a machine whose processes are gone. The kernel may need a moment. */
export async function removeCgroups(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    for (let tries = 0; existsSync(path) && tries < 100; tries += 1) {
      try {
        rmdirSync(path);
      } catch {
        await delay(20);
      }
    }
  }
}

/**
 * Removes empty groups that a killed lab left and that no store remembers. The kernel refuses where a
 * process is inside; the age spares a machine that another lab is just starting.
 */
export function sweepCgroups(): void {
  const parents = [...(['memory', 'cpu', 'pids'] as const).flatMap(parentsInV1), ...parentsInV2()];
  for (const parent of new Set(parents.filter((path) => existsSync(path)))) {
    for (const name of readdirSync(parent).filter((entry) => entry.startsWith(namePrefix))) {
      try {
        if (Date.now() - statSync(join(parent, name)).ctimeMs > sweepAfterMs) rmdirSync(join(parent, name));
      } catch {
        // In use, gone already, or not ours to remove.
      }
    }
  }
}

type Limits = Record<Controller, [file: string, value: string][]>;

function limitsInV1(template: Template): Limits {
  return {
    memory: [['memory.limit_in_bytes', String(template.memoryMb * 1024 * 1024)]],
    cpu: [
      ['cpu.cfs_period_us', String(periodUs)],
      ['cpu.cfs_quota_us', String(template.cpus * periodUs)],
    ],
    pids: [['pids.max', String(template.processes + agentTasks)]],
  };
}

function limitsInV2(template: Template): Limits {
  return {
    memory: [['memory.max', String(template.memoryMb * 1024 * 1024)]],
    cpu: [['cpu.max', `${template.cpus * periodUs} ${periodUs}`]],
    pids: [['pids.max', String(template.processes + agentTasks)]],
  };
}

function tryCgroup(result: MachineCgroups, path: string, controllers: Controller[], limits: Limits): boolean {
  try {
    mkdirSync(path);
  } catch {
    return false;
  }
  const held = controllers.filter((controller) => trySettings(path, limits[controller]));
  // A group that this process may not move others into bounds nothing.
  if (held.length === 0 || !canMoveInto(path)) {
    rmdirSync(path);
    return false;
  }
  result.paths.push(path);
  for (const controller of held) result.enforced.add(controller);
  return true;
}

function trySettings(path: string, settings: [file: string, value: string][]): boolean {
  try {
    for (const [file, value] of settings) {
      if (!existsSync(join(path, file))) return false;
      writeFileSync(join(path, file), value);
    }
    return true;
  } catch {
    return false;
  }
}

// Moving a process needs the group's own list and that of the one above both groups.
function canMoveInto(path: string): boolean {
  try {
    accessSync(join(path, 'cgroup.procs'), constants.W_OK);
    accessSync(join(dirname(path), 'cgroup.procs'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function parentsInV1(controller: Controller): string[] {
  const own = ownCgroups().find(({ controllers }) => controllers.includes(controller));
  const mount = mounts().find(({ type, options }) => type === 'cgroup' && options.includes(controller));
  return own === undefined || mount === undefined ? [] : [join(mount.path, own.path), mount.path];
}

// Version 2 keeps processes at the leaves: the own group's parent first, then upwards.
function parentsInV2(): string[] {
  const own = ownCgroups().find(({ controllers }) => controllers.includes(''));
  const mount = mounts().find(({ type }) => type === 'cgroup2');
  if (own === undefined || mount === undefined) return [];
  return [join(mount.path, own.path, '..'), join(mount.path, own.path), mount.path];
}

function delegate(parent: string): void {
  for (const controller of ['memory', 'cpu', 'pids']) {
    trySettings(parent, [['cgroup.subtree_control', `+${controller}`]]);
  }
}

function ownCgroups(): { controllers: string[]; path: string }[] {
  return readLines('/proc/self/cgroup').map((line) => {
    const [, controllers = '', ...path] = line.split(':');
    return { controllers: controllers.split(','), path: path.join(':') };
  });
}

function mounts(): { path: string; type: string; options: string[] }[] {
  return readLines('/proc/self/mounts').map((line) => {
    const [, path = '', type = '', options = ''] = line.split(' ');
    return { path, type, options: options.split(',') };
  });
}

function readLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}
