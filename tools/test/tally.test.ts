import { expect, it } from 'vitest';
import type { Outcome } from './tally.ts';
import { tally } from './tally.ts';

const passed: Outcome = { name: 'a', state: 'passed' };
const failed: Outcome = { name: 'b', state: 'failed' };
const skipped: Outcome = { name: 'c', state: 'skipped', reason: 'no ssh client' };

it('closes with the two counts when nothing was skipped', () => {
  expect(tally([passed, passed], false)).toEqual({ lines: ['2 passed, 0 failed'], exitCode: 0 });
});

it('names every skipped test with what is absent', () => {
  expect(tally([passed, skipped], false)).toEqual({
    lines: ['skipped: c: no ssh client', '1 passed, 0 failed, 1 skipped'],
    exitCode: 0,
  });
});

it('counts a skip as a failure in CI', () => {
  const { lines, exitCode } = tally([passed, skipped], true);
  expect(lines.at(-1)).toBe('1 passed, 1 failed');
  expect(exitCode).toBe(1);
});

it('fails when something failed', () => {
  expect(tally([passed, failed], false)).toEqual({ lines: ['failed: b', '1 passed, 1 failed'], exitCode: 1 });
});

it('fails when nothing ran', () => {
  expect(tally([], false).exitCode).toBe(1);
  expect(tally([skipped], false).exitCode).toBe(1);
});
