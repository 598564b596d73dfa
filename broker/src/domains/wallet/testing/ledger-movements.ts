import fc from 'fast-check';

/** Members among whom the movements are. */
export const memberCount = 4;
const member = fc.nat({ max: memberCount - 1 });
const coinClass = fc.constantFrom('earned' as const, 'bought' as const);
const pick = fc.nat();
const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('grant' as const),
      member,
      coinClass,
      coins: fc.integer({ min: 1, max: 60 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('remove' as const),
      member,
      coinClass,
      coins: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('grantAgain' as const), pick }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      member,
      price: fc.integer({ min: 0, max: 40 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('capture' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('release' as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      pick,
      coins: fc.integer({ min: 0, max: 50 }),
    }),
  },
);
// How often the transaction is told to have lost against another one before it may commit.
const step = fc.record({ act, losses: fc.constantFrom(0, 0, 0, 0, 1, 2) });
/** One movement of coins that somebody tries. */
export type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** The movements of a seed, in the order in which they are begun. */
export function drawMovements(seed: number, count: number): Step[] {
  return fc.sample(step, { seed: seed | 0, numRuns: count });
}
