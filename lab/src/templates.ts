import type { LabConfig } from './config.ts';

/** What a machine of this kind has. Memory and disk in MiB, `minutes` the longest life in all. */
export type Template = (typeof offered)[number];

const small = { cpus: 1, memoryMb: 512, diskMb: 256, processes: 128, minutes: 480 };
const medium = { cpus: 2, memoryMb: 1024, diskMb: 512, processes: 256, minutes: 480 };
const offered = [
  { id: 'linux-small', title: 'Linux, small', ...small },
  { id: 'linux-medium', title: 'Linux, medium', ...medium },
];

/** The lab's catalogue, cut down to what its operator allows one machine. */
export function listTemplates(config: LabConfig): Template[] {
  return offered.map((template) => ({
    ...template,
    cpus: Math.min(template.cpus, config.machineMaxCpus),
    memoryMb: Math.min(template.memoryMb, config.machineMaxMemoryMb),
    diskMb: Math.min(template.diskMb, config.machineMaxDiskMb),
    processes: Math.min(template.processes, config.machineMaxProcesses),
    minutes: Math.min(template.minutes, config.machineMaxMinutes),
  }));
}

/** How many more minutes a machine of this kind may get that has got so many. */
export function minutesLeft(template: Template | undefined, minutes: number): number {
  return Math.max(0, (template?.minutes ?? 0) - minutes);
}

/**
 * What one process may have where no cgroup bounds the machine, in MiB. Node and other engines reserve a
 * gigabyte that they never use and do not start without it, so it comes on top.
 */
export function processDataMb(template: Template): number {
  return template.memoryMb + 1024;
}
