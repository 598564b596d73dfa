import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What pages watch, and the logs they read. */
export function createLiveMetrics(registers: Registry[]) {
  return {
    liveWatchers: new Gauge({
      name: 'coinslot_live_watchers',
      help: 'Open live streams of pages, by what carries them',
      labelNames: ['transport'] as const,
      registers,
    }),
    liveFrames: new Counter({
      name: 'coinslot_live_frames_total',
      help: 'Frames sent to watchers, counted once for each watcher',
      registers,
    }),
    liveBytes: new Counter({
      name: 'coinslot_live_bytes_total',
      help: 'Bytes of JSON sent to watchers, counted once for each watcher',
      registers,
    }),
    liveSlowReaders: new Counter({
      name: 'coinslot_live_slow_readers_total',
      help: 'Watchers that were cut off because they did not take what was sent',
      registers,
    }),
    logBytes: new Counter({
      name: 'coinslot_log_bytes_total',
      help: 'Bytes of machine logs that were stored',
      registers,
    }),
    logDroppedBytes: new Counter({
      name: 'coinslot_log_dropped_bytes_total',
      help: 'Bytes of machine logs that were dropped because the log had reached its cap',
      registers,
    }),
    logLagSeconds: new Histogram({
      name: 'coinslot_log_lag_seconds',
      help: 'From the moment lines were stored to the moment they were handed to the watchers that wait for them',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
  };
}
