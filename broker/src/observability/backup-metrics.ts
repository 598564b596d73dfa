import { Gauge, type Registry } from 'prom-client';

/** How old the newest backup is, and how large. */
export function createBackupMetrics(registers: Registry[]) {
  return {
    backupLastSuccess: new Gauge({
      name: 'coinslot_backup_last_success_timestamp_seconds',
      help: 'When the newest good backup was taken; 0 when there is none',
      registers,
    }),
    backupBytes: new Gauge({
      name: 'coinslot_backup_bytes',
      help: 'How large the newest good backup is',
      registers,
    }),
    backupSeconds: new Gauge({
      name: 'coinslot_backup_duration_seconds',
      help: 'How long the newest good backup took',
      registers,
    }),
    backupInterval: new Gauge({
      name: 'coinslot_backup_interval_seconds',
      help: 'How often a backup is to be taken by schedule; 0 when none is',
      registers,
    }),
  };
}
