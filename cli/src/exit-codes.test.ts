import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ErrorCode, errorCatalogue } from '@coinslot/shared/error-codes.ts';
import { expect, test } from 'vitest';
import { exitCodeOf, exitCodes } from './exit-codes.ts';

test('every refusal of the API has an exit code of its kind', () => {
  const codes = Object.keys(errorCatalogue) as ErrorCode[];
  const of = (code: ErrorCode) => exitCodeOf({ code, status: errorCatalogue[code].status });
  expect(codes.filter((code) => of(code) === exitCodes.failed)).toEqual(['internal']);
  expect(of('insufficient_coins')).toBe(exitCodes.refused);
  expect(of('active_machine_limit')).toBe(exitCodes.refused);
  expect(of('product_changed')).toBe(exitCodes.refused);
  expect(of('email_not_verified')).toBe(exitCodes.refused);
  expect(of('second_factor_needed')).toBe(exitCodes.refused);
  expect(of('scope_missing')).toBe(exitCodes.notAllowed);
  expect(of('rate_limited')).toBe(exitCodes.unavailable);
  expect(of('not_found')).toBe(exitCodes.notFound);
});

test('docs/cli.md lists exactly these exit codes', async () => {
  const page = await readFile(path.resolve(import.meta.dirname, '../../docs/cli.md'), 'utf8');
  const listed = [...page.matchAll(/^\| (\d) \| /gm)].map(([, code]) => Number(code));
  expect(listed).toEqual(Object.values(exitCodes));
});
