import { expect, test } from 'vitest';
import { createRandom, estimateWaits, type HeldMachine, type WaitModel } from './estimate-waits.ts';
import { roundWait } from './round-wait.ts';
import { type ShopLoad, simulateShop } from './testing/simulate-shop.ts';

const minuteMs = 60_000;
const place = { poolId: 'pool', labId: 'lab' };

/** Slow now and then, as consoles are. */
const prepareMs = (random: () => number) => minuteMs * (0.5 + random() + (random() < 0.1 ? 2 : 0));
/** Four of ten use all they bought, the others leave early. */
const usedShare = (random: () => number) => (random() < 0.4 ? 1 : 0.05 + 0.95 * random());

/** Poisson arrivals; `perMinute` may change with the time. */
function arrivals(seed: number, minutes: number, perMinute: (minute: number) => number): number[] {
  const random = createRandom(seed);
  const times: number[] = [];
  for (let now = 0; now < minutes * minuteMs;) {
    now += (-Math.log(1 - random()) / perMinute(now / minuteMs)) * minuteMs;
    times.push(now);
  }
  return times;
}

const common = { slots: 10, soldMs: 30 * minuteMs, prepareMs, usedShare };
const shapes: Record<string, (seed: number) => ShopLoad> = {
  'a steady day': (seed) => ({ ...common, arrivalsMs: arrivals(seed, 800, () => 0.42) }),
  'a rush every two hours': (seed) => ({
    ...common,
    arrivalsMs: arrivals(seed, 800, (minute) => (minute % 120 < 20 ? 1.5 : 0.2)),
  }),
  'a class that comes at once': (seed) => ({
    ...common,
    arrivalsMs: arrivals(seed, 1_600, (minute) => (minute % 180 < 2 ? 15 : 0.1)),
  }),
};

test.each(Object.keys(shapes))(
  '%s: the upper bound that was told holds in 75 to 90 of a hundred cases',
  (name) => {
    const told = [1, 2].flatMap((seed) =>
      simulateShop(shapes[name]?.(seed) ?? { ...common, arrivalsMs: [] }, seed),
    );
    const held = told.filter(({ realMs, toldMs }) => realMs <= toldMs.to).length / told.length;
    expect(told.length).toBeGreaterThan(300);
    expect(held).toBeGreaterThanOrEqual(0.75);
    expect(held).toBeLessThanOrEqual(0.9);
  },
);

const model: WaitModel = {
  freeSlots: new Map([['pool', 2]]),
  freePlaces: new Map([['lab', 1]]),
  held: [],
  measured: new Map([['pool lab', { prepareMs: [50_000, 60_000, 70_000], usedShare: [1, 1, 1] }]]),
};
const wish = (id: string, isGuest = false) => ({ id, ...place, lengthMs: 10 * minuteMs, isGuest });

test('with a free slot and a free seat it takes as long as preparing; a second needs the seat to come back', () => {
  const bands = estimateWaits([wish('first'), wish('second')], model);
  expect(roundWait(bands.get('first') ?? null)).toEqual({ fromSeconds: 50, toSeconds: 70 });
  expect(bands.get('second')?.fromMs).toBeGreaterThanOrEqual(11 * minuteMs);
});

test('who only looks takes nothing from those behind', () => {
  const bands = estimateWaits([wish('guest', true), wish('first')], model);
  expect(bands.get('first')?.toMs).toBeLessThanOrEqual(70_000);
});

test('nothing is claimed from fewer than three measurements, or where no slot will ever be free', () => {
  const two = { ...model, measured: new Map([['pool lab', { prepareMs: [1, 2], usedShare: [] }]]) };
  expect(estimateWaits([wish('first')], two).get('first')).toBeNull();
  const none = { ...model, freeSlots: new Map<string, number>() };
  expect(estimateWaits([wish('first')], none).get('first')).toBeNull();
});

test('a few early stops do not make a machine that runs end at once; one that extends itself is not counted on', () => {
  const early = { prepareMs: [60_000, 60_000, 60_000], usedShare: [0.02, 0.02, 0.02, 0.02] };
  const held = {
    ...place,
    lengthMs: 15 * minuteMs,
    heldMs: minuteMs,
    leftMs: 14.5 * minuteMs,
    isEnding: false,
    autoExtends: null,
    freesSlot: true,
  };
  const full = {
    freeSlots: new Map([['pool', 2]]),
    freePlaces: new Map<string, number>(),
    measured: new Map([['pool lab', early]]),
  };
  const band = (machine: HeldMachine) =>
    estimateWaits([wish('first')], { ...full, held: [machine] }).get('first');
  expect(band(held)?.fromMs).toBeGreaterThan(14 * minuteMs);
  expect(band({ ...held, autoExtends: { mostMs: null } })).toBeNull();
  expect(band({ ...held, autoExtends: { mostMs: 60 * minuteMs } })).toEqual({
    fromMs: 61 * minuteMs,
    toMs: 61 * minuteMs,
  });
});

test('the same queue is told the same, and beyond four hundred the wait grows on', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => wish(String(n)));
  const bands = estimateWaits(many, model);
  expect(estimateWaits(many, model)).toEqual(bands);
  expect(bands.get('999')?.toMs).toBeGreaterThan(2 * (bands.get('399')?.toMs ?? Infinity));
});
