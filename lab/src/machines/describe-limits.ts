import type { Template } from '../templates.ts';
import type { Controller } from './cgroups.ts';
import { hasRoot } from './isolation.ts';

/**
 * What one process may have where no cgroup bounds the machine. Node and other engines reserve a
 * gigabyte that they never use and do not start without it, so it comes on top.
 */
export function processDataMb(template: Template): number {
  return template.memoryMb + 1024;
}

/** Sentences for the machine's page: which limits hold, and which are only wishes on this host. */
export function describeLimits(
  template: Template,
  cgroups: ReadonlySet<Controller>,
): { enforced: string[]; notEnforced: string[] } {
  const enforced = [
    'Network: nothing outside this machine can be reached from it',
    `Disk: ${template.diskMb} MiB in the home folder, kept in memory and gone at the end`,
    'Largest file, open files and core dumps: kernel limits of each process',
    'End time: the lab ends the machine by itself',
  ];
  const notEnforced: string[] = [];
  const put = (held: boolean, yes: string, no: string): unknown =>
    held ? enforced.push(yes) : notEnforced.push(no);

  put(
    cgroups.has('memory'),
    `Memory: ${template.memoryMb} MiB for the machine as a whole, files on its disk included`,
    `Memory: ${processDataMb(template)} MiB for each process; nothing bounds all of them together`,
  );
  put(
    cgroups.has('cpu'),
    `Processor time: ${template.cpus} core(s)`,
    `Processor time: the machine starts on ${template.cpus} core(s), but a program may move to others`,
  );
  put(
    cgroups.has('pids'),
    `Processes: ${template.processes}`,
    `Processes: ${template.processes} by a limit of each process's user, not of the machine as a whole`,
  );
  put(
    hasRoot(),
    "Users: the machine's own programs and yours run as two separate users, both nobody on the host",
    "Users: the machine's SSH server and your programs share one user; you can end your own machine by killing it",
  );
  return { enforced, notEnforced };
}
