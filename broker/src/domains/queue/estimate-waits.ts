import { createFreeTimes } from './free-times.ts';

/** What was measured of a pool and lab's machines, in any order: preparing in ms, and use as a share of the sold time. */
export interface Measured {
  prepareMs: readonly number[];
  usedShare: readonly number[];
}

/** A machine that holds a slot and a seat now, for `heldMs`. `leftMs` null = it is being prepared; `lengthMs` = what was sold. */
export interface HeldMachine {
  poolId: string;
  labId: string;
  lengthMs: number;
  heldMs: number;
  leftMs: number | null;
  isEnding: boolean;
  /** It buys more time by itself: nobody may count on its end; the latest possible one, or null when nothing bounds it. */
  autoExtends: { mostMs: number | null } | null;
  /** False = only its seat comes back: its worker takes no more. */
  freesSlot: boolean;
}

/** Who waits, in the order of service. One that only asks (`isGuest`: what a buyer would find) takes nothing. */
export interface WaitingWish {
  id: string;
  poolId: string;
  labId: string;
  lengthMs: number;
  isGuest: boolean;
}

export interface WaitModel {
  /** Free slots by pool, free places by lab. */
  freeSlots: ReadonlyMap<string, number>;
  freePlaces: ReadonlyMap<string, number>;
  held: readonly HeldMachine[];
  /** By `pairKey`. */
  measured: ReadonlyMap<string, Measured>;
}

export interface WaitBand {
  fromMs: number;
  toMs: number;
}

/** The first machines of an operator are tries that are stopped at once: up to so many uses, the missing ones count as used in full. */
const usesEnough = 20;
/** Fewer measured preparations say nothing. */
const fewestMeasured = 3;
/** Runs of the little simulation: enough for a band that does not jump, few enough for every second. */
const runs = 64;
/** Beyond this place the wait grows as it did up to there. */
const simulatedPlaces = 400;
/** Rounding outwards lifts the upper one by a few more: see the simulated traffic in the test. */
const band = { from: 0.2, to: 0.77 };
/** What ends now holds its slot until the lab has confirmed it. */
const endingMs = 5_000;

/**
 * How long each that waits will wait until it is ready, as the band between the 20th and the 77th of a hundred outcomes: the
 * queue is served again and again in its order, each time with preparations and uses drawn from those that were measured; a slot
 * and a seat's place are taken together and come back together. Null where fewer than three preparations were measured. The same
 * input gives the same answer: what is shown changes only when something happened.
 */
export function estimateWaits(
  waiting: readonly WaitingWish[],
  model: WaitModel,
): Map<string, WaitBand | null> {
  const known = { ...model, measured: new Map([...model.measured].map(([key, of]) => [key, fillUp(of)])) };
  const simulated = waiting.slice(0, simulatedPlaces);
  const outcomes = simulated.map((): number[] => []);
  const random = createRandom(1);
  for (let run = 0; run < runs; run += 1) serveOnce(simulated, known, random, outcomes);
  const bands = simulated.map((wish, at) => bandOf(wish, outcomes[at] ?? [], model));
  const last = bands.at(-1) ?? null;
  return new Map(
    waiting.map((wish, at) => {
      const own = bands[at];
      return [wish.id, own === undefined ? stretch(last, (at + 1) / simulatedPlaces) : own];
    }),
  );
}

export function pairKey({ poolId, labId }: { poolId: string; labId: string }): string {
  return `${poolId} ${labId}`;
}

function fillUp({ prepareMs, usedShare }: Measured): Measured {
  const missing = Math.max(0, usesEnough - usedShare.length);
  return { prepareMs, usedShare: [...usedShare, ...Array.from({ length: missing }, () => 1)] };
}

function serveOnce(
  waiting: readonly WaitingWish[],
  model: WaitModel,
  random: () => number,
  outcomes: readonly number[][],
): void {
  const slots = createFreeTimes(model.freeSlots);
  const places = createFreeTimes(model.freePlaces);
  for (const machine of model.held) {
    const freeAt = drawRelease(machine, model, random);
    if (machine.freesSlot) slots.add(machine.poolId, freeAt);
    places.add(machine.labId, freeAt);
  }
  for (const [at, wish] of waiting.entries()) {
    const startsAt = Math.max(slots.next(wish.poolId), places.next(wish.labId));
    const readyAt = startsAt + drawPrepare(wish, model, random);
    outcomes[at]?.push(readyAt);
    if (wish.isGuest) continue;
    const freeAt = readyAt + drawUse(wish, model, random);
    slots.take(wish.poolId, freeAt);
    places.take(wish.labId, freeAt);
  }
}

function drawRelease(machine: HeldMachine, model: WaitModel, random: () => number): number {
  if (machine.isEnding) return endingMs;
  if (machine.autoExtends) return machine.autoExtends.mostMs ?? Infinity;
  if (machine.leftMs === null) {
    const longer = measuredOf(machine, model).prepareMs.filter((ms) => ms > machine.heldMs);
    return (draw(longer, random) ?? machine.heldMs) - machine.heldMs + drawUse(machine, model, random);
  }
  const elapsedMs = machine.lengthMs - machine.leftMs;
  const { usedShare } = measuredOf(machine, model);
  // Of those that were used as long as this one already.
  const longer = usedShare.filter((share) => share * machine.lengthMs > elapsedMs);
  const share = draw(longer, random) ?? 1;
  return Math.max(0, Math.min(share * machine.lengthMs - elapsedMs, machine.leftMs + endingMs));
}

/** Somebody of another pair stands before; without measurements a minute is as good a guess as any. */
const unmeasuredPrepareMs = 60_000;

function drawPrepare(of: { poolId: string; labId: string }, model: WaitModel, random: () => number): number {
  return draw(measuredOf(of, model).prepareMs, random) ?? unmeasuredPrepareMs;
}

function drawUse(
  of: { poolId: string; labId: string; lengthMs: number },
  model: WaitModel,
  random: () => number,
): number {
  return (draw(measuredOf(of, model).usedShare, random) ?? 1) * of.lengthMs;
}

const nothingMeasured: Measured = { prepareMs: [], usedShare: [] };

function measuredOf(of: { poolId: string; labId: string }, model: WaitModel): Measured {
  return model.measured.get(pairKey(of)) ?? nothingMeasured;
}

function draw(from: readonly number[], random: () => number): number | undefined {
  return from[Math.floor(random() * from.length)];
}

function bandOf(wish: WaitingWish, outcomes: number[], model: WaitModel): WaitBand | null {
  if (measuredOf(wish, model).prepareMs.length < fewestMeasured) return null;
  const inOrder = outcomes.toSorted((a, b) => a - b);
  const fromMs = inOrder[Math.floor(band.from * (inOrder.length - 1))] ?? Infinity;
  const toMs = inOrder[Math.ceil(band.to * (inOrder.length - 1))] ?? Infinity;
  return Number.isFinite(toMs) ? { fromMs, toMs } : null;
}

function stretch(of: WaitBand | null, times: number): WaitBand | null {
  return of && { fromMs: of.fromMs * times, toMs: of.toMs * times };
}

/** Mulberry32: small, seeded, good enough for drawing samples. Not for secrets. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
