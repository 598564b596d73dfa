import { expect, test } from 'vitest';
import { roundWait } from './round-wait.ts';
import { tellWait } from './tell-wait.ts';

const minuteMs = 60_000;
const quarter = { wholeMs: 15 * minuteMs, leftMs: 15 * minuteMs };

test('a wait whose lower bound lies behind the moment of giving up says so, with the patience', () => {
  expect(tellWait({ fromMs: 60 * minuteMs, toMs: 61 * minuteMs }, quarter, null)).toEqual({
    fromSeconds: 3600,
    toSeconds: 3900,
    givesUpAfterSeconds: 900,
  });
  expect(tellWait({ fromMs: 14 * minuteMs, toMs: 61 * minuteMs }, quarter, null)).toMatchObject({
    givesUpAfterSeconds: null,
  });
  const waited = { wholeMs: 15 * minuteMs, leftMs: 3 * minuteMs };
  expect(tellWait({ fromMs: 4 * minuteMs, toMs: 5 * minuteMs }, waited, null)).toMatchObject({
    givesUpAfterSeconds: 900,
  });
});

test('what wavers around a border is told once, and stays true', () => {
  const first = roundWait({ fromMs: 3_599_000, toMs: 3_660_000 });
  expect(first).toEqual({ fromSeconds: 3300, toSeconds: 3900 });
  let shown = first;
  for (let n = 0; n < 20; n += 1) {
    const wavers = n % 2 === 0 ? 3_601_000 : 3_599_000;
    shown = roundWait({ fromMs: wavers, toMs: wavers }, shown);
  }
  expect(shown?.fromSeconds).toBe(3300);
  expect(shown?.toSeconds).toBeGreaterThanOrEqual(3601);
  expect(roundWait({ fromMs: 3_601_000, toMs: 3_601_000 }, shown)).toEqual(shown);
});

test('a bound moves at once when it is no longer true, and inwards when it is much too wide', () => {
  const shown = { fromSeconds: 3300, toSeconds: 3900 };
  expect(roundWait({ fromMs: 3_299_000, toMs: 3_901_000 }, shown)).toEqual({
    fromSeconds: 3000,
    toSeconds: 4200,
  });
  expect(roundWait({ fromMs: 3_700_000, toMs: 3_701_000 }, shown)).toEqual({
    fromSeconds: 3600,
    toSeconds: 3900,
  });
});
