#!/usr/bin/env node
// Healthy = the worker's socket to the broker stands. It closes the socket itself when its heartbeats are not answered.
import { readFileSync } from 'node:fs';

// oxlint-disable-next-line node/no-process-env -- a probe of the image, beside the process that has its own configuration
const { port, protocol } = new URL(process.env.WORKER_BROKER_URL);
const wanted = Number(port || (protocol === 'wss:' ? 443 : 80));
const established = '01';
const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
  readFileSync(file, 'utf8').trim().split('\n').slice(1),
);
const stands = lines.some((line) => {
  const [, , remote, state] = line.trim().split(/\s+/);
  return state === established && Number.parseInt(remote.split(':')[1], 16) === wanted;
});
process.exitCode = stands ? 0 : 1;
