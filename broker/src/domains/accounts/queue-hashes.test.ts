import { expect, test } from 'vitest';
import { createHashQueue } from './queue-hashes.ts';

test('two run at once, twenty wait for their turn, the next is told to come later; a failure gives its place on', async () => {
  const queue = createHashQueue();
  const begun: (() => void)[] = [];
  const act = () => new Promise<void>((_, reject) => begun.push(() => reject(new Error('wrong password'))));
  const accepted = Array.from({ length: 22 }, () => queue(act).catch(() => 'done'));
  await expect(queue(act)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
  expect(begun).toHaveLength(2);
  for (let ended = 0; ended < 22; ended += 1) {
    await expect.poll(() => begun.length).toBe(Math.min(22, ended + 2));
    begun[ended]?.();
  }
  expect(await Promise.all(accepted)).toHaveLength(22);
  expect(await queue(async () => 'free again')).toBe('free again');
});
