import { errorCatalogue, type ErrorCode } from '@coinslot/shared/error-codes.ts';
import { expect, test } from 'vitest';
import { problemText } from './problem-text.ts';

test('whoever asked too often is told how long to wait, not to look at a header', () => {
  const refused = aProblem('rate_limited');
  expect(problemText(refused, 300_000)).toBe('Too many requests in a short time. Try again in 5 minutes.');
  expect(problemText(refused, 1000)).toBe('Too many requests in a short time. Try again in 1 second.');
  expect(problemText(refused, undefined)).toContain('in 1 minute.');
});

test('a sentence of its own is said as it is', () => {
  const own = { ...aProblem('rate_limited'), detail: 'It was switched on and off too often.' };
  expect(problemText(own, 60_000)).toBe(own.detail);
  expect(problemText(aProblem('code_wrong'), undefined)).toMatch(/^That code was not right/);
});

function aProblem(code: ErrorCode) {
  const { status, title, text } = errorCatalogue[code];
  return { type: 'about:blank', status, title, detail: text, code };
}
