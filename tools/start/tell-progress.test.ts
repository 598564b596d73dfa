import { expect, it } from 'vitest';
import { tellProgress } from './tell-progress.ts';

it('says which workers are there and which are still waited for', async () => {
  const told: string[] = [];
  const second = Promise.withResolvers<void>();
  const parts = new Map([
    ['worker-1', Promise.resolve()],
    ['worker-2', second.promise],
  ]);
  const all = tellProgress(parts, (line) => told.push(line), 5);
  await expect
    .poll(() => told)
    .toContain('Still waiting for worker-2 to start and connect to the broker (0 s)');
  expect(told[0]).toBe('worker-1 is connected, 1 to go');
  second.resolve();
  await all;
});

it('fails with the first that does not start', async () => {
  const parts = new Map([['worker-1', Promise.reject(new Error('no Chromium'))]]);
  await expect(tellProgress(parts, () => undefined)).rejects.toThrow('no Chromium');
});
