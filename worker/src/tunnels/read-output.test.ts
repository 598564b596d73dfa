import { expect, test } from 'vitest';
import { readOutput } from './read-output.ts';

const at = '2026-07-28T06:13:37Z';

test('the lines of the real program say what we wait for', () => {
  expect(readOutput(`${at} INF Starting metrics server on 127.0.0.1:36500/metrics`)).toEqual({
    kind: 'metrics',
    port: 36_500,
  });
  const connected =
    'Registered tunnel connection connIndex=0 connection=5c94b68c-6732-40c1-9b49-9f8f6c23521d';
  expect(readOutput(`${at} INF ${connected} event=0 ip=198.41.192.67 location=las01 protocol=quic`)).toEqual({
    kind: 'connected',
  });
  expect(readOutput(`${at} ERR Couldn't start tunnel error="Unauthorized: Invalid tunnel secret"`)).toEqual({
    kind: 'error',
    text: `Couldn't start tunnel error="Unauthorized: Invalid tunnel secret"`,
  });
  const box =
    '|  https://offering-towers-satin-carol.trycloudflare.com                                     |';
  expect(readOutput(`${at} INF ${box}`)).toEqual({
    kind: 'quick_hostname',
    hostname: 'offering-towers-satin-carol.trycloudflare.com',
  });
});

test('what only looks like it says nothing', () => {
  for (const line of [
    `${at} INF Unregistered tunnel connection connIndex=0 event=0 ip=198.41.192.67`,
    `${at} INF Requesting new quick Tunnel on trycloudflare.com...`,
    `${at} INF |  https://api.trycloudflare.com  |`,
    `${at} INF Starting metrics server on 0.0.0.0:2000/metrics`,
    '',
  ])
    expect(readOutput(line)).toBeNull();
});
