import { createRandom, estimateWaits, type HeldMachine, type WaitModel } from '../estimate-waits.ts';
import { roundWait } from '../round-wait.ts';

/** Machines come at these times (ms), all of the same pool and lab; nothing real runs and no time passes. */
export interface ShopLoad {
  arrivalsMs: readonly number[];
  slots: number;
  soldMs: number;
  /** How long preparing takes, and how much of the sold time is really used. */
  prepareMs: (random: () => number) => number;
  usedShare: (random: () => number) => number;
}

export interface Told {
  toldMs: { from: number; to: number };
  realMs: number;
}

const place = { poolId: 'pool', labId: 'lab' };
const recent = 50;

interface Running {
  startedAt: number;
  readyAt: number;
  endsAt: number;
}

/** Runs a virtual shop and answers what each that came was told, and how long it really took until it was ready. */
export function simulateShop(load: ShopLoad, seed: number): Told[] {
  const random = createRandom(seed);
  const told: Told[] = [];
  const prepared: number[] = [];
  const used: number[] = [];
  let running: Running[] = [];
  let waiting: { cameAt: number; told: Told['toldMs'] | null }[] = [];

  function start(at: number, came: (typeof waiting)[number]): void {
    const prepareMs = load.prepareMs(random);
    const share = load.usedShare(random);
    const readyAt = at + prepareMs;
    running.push({ startedAt: at, readyAt, endsAt: readyAt + share * load.soldMs });
    prepared.push(prepareMs);
    used.push(share);
    if (came.told) told.push({ toldMs: came.told, realMs: readyAt - came.cameAt });
  }

  function passUntil(now: number): void {
    for (;;) {
      const next = running.toSorted((a, b) => a.endsAt - b.endsAt)[0];
      if (!next || next.endsAt > now) return;
      running = running.filter((one) => one !== next);
      const [first, ...rest] = waiting;
      if (!first) continue;
      waiting = rest;
      start(next.endsAt, first);
    }
  }

  for (const now of load.arrivalsMs) {
    passUntil(now);
    const model: WaitModel = {
      freeSlots: new Map([['pool', load.slots - running.length]]),
      freePlaces: new Map([['lab', 1_000]]),
      held: running.map((machine) => heldAt(machine, now, load.soldMs)),
      measured: new Map([
        ['pool lab', { prepareMs: prepared.slice(-recent), usedShare: used.slice(-recent) }],
      ]),
    };
    const queue = [...waiting, null].map((_, n) => ({
      id: String(n),
      ...place,
      lengthMs: load.soldMs,
      isGuest: false,
    }));
    const band = roundWait(estimateWaits(queue, model).get(String(waiting.length)) ?? null);
    const came = {
      cameAt: now,
      told: band && { from: band.fromSeconds * 1000, to: band.toSeconds * 1000 },
    };
    if (running.length < load.slots) start(now, came);
    else waiting.push(came);
  }
  passUntil(Infinity);
  return told;
}

function heldAt(machine: Running, now: number, soldMs: number): HeldMachine {
  const isReady = machine.readyAt <= now;
  return {
    ...place,
    lengthMs: soldMs,
    heldMs: now - machine.startedAt,
    leftMs: isReady ? machine.readyAt + soldMs - now : null,
    isEnding: false,
    autoExtends: null,
    freesSlot: true,
  };
}
