import { expect, test } from 'vitest';
import { isMassOutage } from './mass-outage.ts';

test('a few silent workers, or a minority, are lost as usual', () => {
  expect(isMassOutage(4, 4)).toBe(false);
  expect(isMassOutage(5, 10)).toBe(false);
});

test('more than half and at least five silent together hold the sweep', () => {
  expect(isMassOutage(5, 9)).toBe(true);
  expect(isMassOutage(40, 40)).toBe(true);
});
