import { expect, test } from 'vitest';
import type { LabListing } from '../recipes/recipe.ts';
import { findStrays } from './end-strays.ts';

const live = { tag: 'cs-1', labRef: 'm1', state: 'live' } as const;
const ended = { tag: 'cs-0', labRef: 'm0', state: 'ended' } as const;

function line(labRef: string, label: string, state: LabListing['state'] = 'live'): LabListing {
  return { labRef, label, state };
}

test('what runs beside the machine under its tag, and what is left of an earlier try, is a second session', () => {
  const listings = [
    line('m1', 'cs-1'),
    line('m2', 'cs-1', 'starting'),
    line('m3', 'cs-0'),
    line('m4', 'a stranger'),
  ];
  expect(findStrays([live, ended], listings).map(({ labRef }) => labRef)).toEqual(['m2', 'm3']);
});

test('the machine itself is never one: not under another id, not while it is late in the list or not known yet', () => {
  expect(findStrays([live], [line('m2', 'cs-1')])).toEqual([]);
  expect(findStrays([live], [line('m1', 'cs-1', 'ended'), line('m2', 'cs-1')])).toEqual([]);
  expect(findStrays([{ ...live, labRef: null }], [line('m2', 'cs-1')])).toEqual([]);
  expect(findStrays([live, ended], [line('m1', 'cs-0')])).toEqual([]);
});
