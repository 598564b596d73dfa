import { lineStrikes } from './line-strikes.ts';
import { processStrikes } from './process-strikes.ts';
import { nameOf, type Strike } from './strike.ts';

export const strikes: readonly Strike[] = [...processStrikes, ...lineStrikes];

/** @throws RangeError for a name that no strike has */
export function findStrike(name: string): Strike {
  const strike = strikes.find((one) => nameOf(one) === name);
  if (strike === undefined) throw new RangeError(`There is no strike ${name}.`);
  return strike;
}
