import { expect, test } from 'vitest';
import { toOperatorArguments } from './operator.ts';

test('the operator’s commands stand below operator, and their old spelling still means them', () => {
  expect(toOperatorArguments(['operator', 'ledger', 'verify'])).toEqual(['ledger', 'verify']);
  expect(toOperatorArguments(['ledger', 'verify', '--json'])).toEqual(['ledger', 'verify', '--json']);
  expect(toOperatorArguments(['operator'])).toEqual([]);
  expect(toOperatorArguments(['admin', 'workers'])).toBeNull();
  expect(toOperatorArguments([])).toBeNull();
});
