import { Counter, Gauge, type Registry } from 'prom-client';

/** The computers behind it, as far as they can be measured without anything else on them. */
export function createHostMetrics(registers: Registry[]) {
  return {
    databaseUp: new Gauge({
      name: 'coinslot_database_up',
      help: '1 while the database answers this broker; 0 while it does not, and then nothing that is counted in it is told',
      registers,
    }),
    hostCpuSeconds: new Counter({
      name: 'coinslot_host_cpu_seconds_total',
      help: 'Time of the processors of the broker’s host since it started: busy or idle',
      labelNames: ['mode'] as const,
      registers,
    }),
    hostProcessors: new Gauge({
      name: 'coinslot_host_processors',
      help: 'Processors that the broker may use',
      registers,
    }),
    diskUsed: new Gauge({
      name: 'coinslot_disk_used_ratio',
      help: 'How full the disk is that holds the broker’s data folder, or its backups',
      labelNames: ['folder'] as const,
      registers,
    }),
    workerCpuBusy: new Gauge({
      name: 'coinslot_worker_cpu_busy_ratio',
      help: 'The busiest host among the workers that beat, by pool',
      labelNames: ['pool'] as const,
      registers,
    }),
    workerDiskUsed: new Gauge({
      name: 'coinslot_worker_disk_used_ratio',
      help: 'The fullest disk among the workers that beat, by pool',
      labelNames: ['pool'] as const,
      registers,
    }),
  };
}
