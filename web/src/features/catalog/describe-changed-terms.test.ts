import { expect, test } from 'vitest';
import { aProduct } from '../../testing/data-catalog.ts';
import { describeChangedTerms } from './describe-changed-terms.ts';

test('every term that a buyer pays for is named with what it was and is; other edits only ask to look again', () => {
  const seen = aProduct({ price: 3 });
  expect(describeChangedTerms(seen, { ...seen, price: 40, durationMinutes: 30, revision: 2 })).toBe(
    'It was changed meanwhile: it costs 40 coins now instead of 3 coins; it lasts 30 minutes now instead of 1 hour. Nothing was bought: look at it again.',
  );
  expect(describeChangedTerms({ ...seen, refundsUnusedOnStop: true }, { ...seen, revision: 2 })).toContain(
    'nothing comes back any more',
  );
  expect(describeChangedTerms(seen, { ...seen, description: 'Else', revision: 2 })).toBe(
    'It was changed meanwhile. Nothing was bought: look at it again.',
  );
});
