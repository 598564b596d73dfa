import { expect, test } from 'vitest';
import { finalCloseText, reconnectDelayMs } from './reconnect-delay.ts';

test('after a planned restart workers spread over 15 s', () => {
  expect(reconnectDelayMs({ failures: 0, closeCode: 1012, random: 0 })).toBe(0);
  expect(reconnectDelayMs({ failures: 3, closeCode: 1012, random: 1 })).toBe(15_000);
});

test('when the broker could not deal with a message the worker comes back soon, and not in a hurry', () => {
  expect(reconnectDelayMs({ failures: 0, closeCode: 1011, random: 0 })).toBe(500);
  expect(reconnectDelayMs({ failures: 9, closeCode: 1011, random: 1 })).toBe(2500);
});

test('the first tries after a crash come within a second, later ones wait longer, never above 10 s', () => {
  expect(reconnectDelayMs({ failures: 0, closeCode: 1006, random: 1 })).toBe(1000);
  expect(reconnectDelayMs({ failures: 1, closeCode: 1006, random: 0 })).toBe(200);
  expect(reconnectDelayMs({ failures: 3, closeCode: 1006, random: 1 })).toBe(4000);
  expect(reconnectDelayMs({ failures: 500, closeCode: null, random: 1 })).toBe(10_000);
});

test('however long the broker was away, a worker that finds no place at its first dial and one at its second is back within 30 s', () => {
  const firstDialMs = reconnectDelayMs({ failures: 500, closeCode: 1006, random: 1 });
  const secondDialMs = reconnectDelayMs({ failures: 501, closeCode: 1012, random: 1 });
  expect(firstDialMs + secondDialMs).toBeLessThan(30_000);
});

test('a revoked key is final, a restart is not', () => {
  expect(finalCloseText(4403)).toMatch(/revoked/);
  expect(finalCloseText(1012)).toBeNull();
  expect(finalCloseText(1011)).toBeNull();
  expect(finalCloseText(1006)).toBeNull();
});
