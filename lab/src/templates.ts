import type { LabConfig } from './config.ts';

/** What a machine of this kind has. Memory and disk in MiB, `minutes` the longest life in all. */
export interface Template {
  id: string;
  title: string;
  cpus: number;
  memoryMb: number;
  diskMb: number;
  processes: number;
  minutes: number;
}

const offered: readonly Template[] = [
  {
    id: 'linux-small',
    title: 'Linux, small',
    cpus: 1,
    memoryMb: 512,
    diskMb: 256,
    processes: 128,
    minutes: 120,
  },
  {
    id: 'linux-medium',
    title: 'Linux, medium',
    cpus: 2,
    memoryMb: 1024,
    diskMb: 512,
    processes: 256,
    minutes: 240,
  },
];

/** The lab's catalogue, cut down to what its operator allows one machine. */
export function listTemplates({ machineMaxima: maxima }: LabConfig): Template[] {
  return offered.map((template) => ({
    ...template,
    cpus: Math.min(template.cpus, maxima.cpus),
    memoryMb: Math.min(template.memoryMb, maxima.memoryMb),
    diskMb: Math.min(template.diskMb, maxima.diskMb),
    processes: Math.min(template.processes, maxima.processes),
    minutes: Math.min(template.minutes, maxima.minutes),
  }));
}
