import { inventoryLinesMax, InventoryResult } from '@coinslot/shared/worker-messages/inventory.ts';
import { expect, test } from 'vitest';
import type { LabListing } from '../recipes/recipe.ts';
import { tellList } from './tell-list.ts';

const listOf = (count: number, text = ''): LabListing[] =>
  Array.from({ length: count }, (_, at) => ({
    labRef: `m${at}${text}`,
    label: `cs-${at}${text}`,
    state: 'live',
  }));

test('as many lines are told as the broker takes, and from one that does not say so no more than were always', () => {
  const ended: LabListing = { labRef: 'm-old', label: 'cs-old', state: 'ended' };
  const list = [...listOf(450), ended];
  expect(tellList(list, inventoryLinesMax)).toMatchObject({ isComplete: true, lines: 451 });
  expect(tellList(list, inventoryLinesMax).listings).toHaveLength(450);
  expect(tellList(list)).toMatchObject({ isComplete: false, lines: 451 });
  expect(tellList(list).listings).toHaveLength(200);
  expect(tellList(listOf(200))).toMatchObject({ isComplete: true });
  expect(tellList(listOf(inventoryLinesMax + 1), inventoryLinesMax)).toMatchObject({ isComplete: false });
});

test('a list of long foreign names is cut to what a line to the broker carries, and says so', () => {
  const result = tellList(listOf(inventoryLinesMax, '\u0001'.repeat(300)), inventoryLinesMax);
  expect(result.isComplete).toBe(false);
  expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(1_100_000);
  expect(InventoryResult.shape.result.parse(result)).toEqual(result);
});
