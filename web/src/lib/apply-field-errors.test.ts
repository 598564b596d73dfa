import { errorCatalogue } from '@coinslot/shared/error-codes.ts';
import { expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { applyFieldErrors } from './apply-field-errors.ts';

function refusal(fields: Record<string, string>): ApiError {
  const { status, title, text } = errorCatalogue.invalid_request;
  const problem = { type: '', title, status, detail: text, code: 'invalid_request' as const, fields };
  return new ApiError({ kind: 'problem', status, message: text, problem });
}

test("the server's remarks find their fields, written as pointers or dotted, also about a part of a field", () => {
  const placed: Record<string, string> = {};
  const rest = applyFieldErrors(
    refusal({ '/name': 'taken', '/extension/minutes': 'too long', 'hours.2.toMinute': 'too early' }),
    ['name', 'extension', 'extension.minutes', 'hours'],
    (name, { message }) => (placed[name] = message),
  );
  expect(placed).toEqual({ name: 'taken', 'extension.minutes': 'too long', hours: 'too early' });
  expect(rest).toBeNull();
});

test('a remark without a field is said above the form', () => {
  expect(applyFieldErrors(refusal({ '/revision': 'missing' }), ['name'], () => {})).toContain('Correct');
});
