import os from 'node:os';

/** What the figures depend on, as one line. */
export function describeHost(): string {
  const cpus = os.cpus();
  const memoryGb = os.totalmem() / 1024 ** 3;
  const load = os.loadavg()[0] ?? 0;
  return [
    new Date().toISOString().slice(0, 16).replace('T', ' '),
    `${cpus.length} x ${cpus[0]?.model.trim() ?? 'unknown'}`,
    `${memoryGb.toFixed(1)} GB`,
    `${os.type()} ${os.release()}`,
    `Node ${process.versions.node}`,
    `load before ${load.toFixed(1)}`,
  ].join(', ');
}
