import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { watchHost } from './read-host.ts';

test('a worker tells how busy its host was and how full its disk is, and nothing of a folder that is gone', async () => {
  const read = watchHost(tmpdir());
  // Work that the second look must see.
  for (const endsAt = performance.now() + 150; performance.now() < endsAt;);
  const host = await read();
  expect(host?.cpuBusyRatio).toBeGreaterThan(0);
  expect(host?.cpuBusyRatio).toBeLessThanOrEqual(1);
  expect(host?.diskUsedRatio).toBeGreaterThan(0);
  expect(host?.diskUsedRatio).toBeLessThan(1);
  expect(await watchHost('/nowhere/at/all')()).toBeUndefined();
});
