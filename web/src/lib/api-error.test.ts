import { type ErrorCode, errorCatalogue } from '@coinslot/shared/error-codes.ts';
import { expect, test } from 'vitest';
import { ApiError, decides } from './api-error.ts';

function refusal(code: ErrorCode, more: { replayed?: boolean } = {}): ApiError {
  const { status, title, text } = errorCatalogue[code];
  const problem = { type: `/docs/errors#${code}`, title, status, detail: text, code };
  return new ApiError({ kind: 'problem', status, message: text, problem, ...more });
}

const ofTheGuard = [
  'unauthenticated',
  'signed_in_as_another',
  'reauthentication_required',
  'second_factor_needed',
  'viewing_as',
  'forbidden',
  'rate_limited',
] as const;

test.each(ofTheGuard)('%s says nothing of an act: the guard never looked at its key', (code) => {
  expect(decides(refusal(code))).toBe(false);
  expect(decides(refusal(code, { replayed: true }))).toBe(true);
});

test('a refusal of the act decides it; a lost answer, a fault and a proxy that asks for a password do not', () => {
  expect(decides(refusal('insufficient_coins'))).toBe(true);
  expect(decides(refusal('internal'))).toBe(false);
  expect(decides(new ApiError({ kind: 'network', status: 0, message: '' }))).toBe(false);
  expect(decides(new ApiError({ kind: 'refused', status: 401, message: '' }))).toBe(false);
});
