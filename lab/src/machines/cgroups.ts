import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Template } from '../templates.ts';

type Controller = keyof typeof limitFiles;

/** The cgroups of one machine: where they are and what they really bound. */
export interface MachineCgroups {
  paths: string[];
  enforced: Controller[];
}

// Version 2's file, then version 1's. Both read the processor limit in microseconds of each 100,000.
const limitFiles = {
  memory: ['memory.max', 'memory.limit_in_bytes'],
  cpu: ['cpu.max', 'cpu.cfs_quota_us'],
  pids: ['pids.max'],
};
const root = '/sys/fs/cgroup';
const controllers = ['memory', 'cpu', 'pids'] satisfies Controller[];
// The agent and its threads live in the same group as the member's processes.
const agentTasks = 40;

/**
 * Makes a group for the machine under each controller that this process may use, in cgroup v1 or
 * v2, and sets its limits. Takes what it gets: an ordinary user mostly gets none.
 */
export function createCgroups(name: string, template: Template): MachineCgroups {
  const made: MachineCgroups = { paths: [], enforced: [] };
  for (const controller of controllers) {
    parentsInV1(controller).some((parent) => makeGroup(made, join(parent, name), [controller], template));
  }
  if (made.paths.length > 0) return made;
  parentsInV2().some((parent) => {
    for (const controller of controllers) write(join(parent, 'cgroup.subtree_control'), `+${controller}`);
    return makeGroup(made, join(parent, name), controllers, template);
  });
  return made;
}

/** Moves a process, and with it all it will start, into the groups. */
export function joinCgroups(cgroups: MachineCgroups, pid: number): void {
  for (const path of cgroups.paths) writeFileSync(join(path, 'cgroup.procs'), String(pid));
}

/** Removes the groups of a machine whose processes are gone. The kernel may need a moment. */
export async function removeCgroups(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    for (let tries = 0; existsSync(path) && tries < 100; tries += 1) {
      if (!succeeds(() => rmdirSync(path))) await delay(20);
    }
  }
}

function makeGroup(made: MachineCgroups, path: string, wanted: Controller[], template: Template): boolean {
  const limits = {
    memory: template.memoryMb * 1024 * 1024,
    cpu: template.cpus * 100_000,
    pids: template.processes + agentTasks,
  };
  if (!succeeds(() => mkdirSync(path))) return false;
  const held = wanted.filter((controller) =>
    limitFiles[controller].some((file) => write(join(path, file), String(limits[controller]))),
  );
  // A group that this process may not move others into bounds nothing. Moving a process needs the
  // group's own list and that of the one above both groups.
  const movable = [path, dirname(path)].every((folder) =>
    succeeds(() => accessSync(join(folder, 'cgroup.procs'), constants.W_OK)),
  );
  if (held.length === 0 || !movable) {
    rmdirSync(path);
    return false;
  }
  made.paths.push(path);
  made.enforced.push(...held);
  return true;
}

/** Writes an existing file of the kernel's; false when there is none or it may not be written. */
function write(path: string, value: string): boolean {
  return succeeds(() => writeFileSync(path, value, { flag: 'r+' }));
}

function succeeds(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

function parentsInV1(controller: Controller): string[] {
  const hierarchy = join(root, controller);
  return existsSync(hierarchy) ? [join(hierarchy, ownGroup(controller)), hierarchy] : [];
}

// Version 2 keeps processes at the leaves: the own group's parent first, then upwards.
function parentsInV2(): string[] {
  if (!existsSync(join(root, 'cgroup.controllers'))) return [];
  const own = join(root, ownGroup(''));
  return [join(own, '..'), own, root].filter((path) => path.startsWith(root));
}

/** The path of this process's group under a controller of version 1, or under version 2 by ''. */
function ownGroup(controller: string): string {
  const lines = readFileSync('/proc/self/cgroup', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const own = lines.find(([, names]) => names?.split(',').includes(controller));
  return own?.slice(2).join(':') ?? '';
}
