import { expect, test } from 'vitest';
import { readMoment, typeMoment } from './local-time.ts';

test('a moment survives the field that it is typed into', () => {
  expect(readMoment(typeMoment('2026-11-21T18:30:00.000Z'))).toBe('2026-11-21T18:30:00.000Z');
  expect(readMoment(typeMoment(null))).toBeNull();
  expect(readMoment('soon')).toBeNull();
});
