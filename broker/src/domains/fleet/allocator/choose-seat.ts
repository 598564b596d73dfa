import type { FreeSeat, SeatWish } from '../../labs/index.ts';

/** The seats that could carry the machines of this round, with what was given in it counted. */
export interface SeatChoice {
  /** The least used seat that may carry it; null when none has a free place. Counts what it gives. */
  take(wish: SeatWish): string | null;
}

export function createSeatChoice(seats: readonly FreeSeat[]): SeatChoice {
  // One seat may stand in several lists, one for each length of machines that it may carry: its places are counted once.
  const counted = new Map(seats.map((seat) => [seat.seatId, { ...seat }]));
  const lists = Map.groupBy(seats, (seat) => keyOf(seat));
  return {
    take(wish) {
      const able = (lists.get(keyOf(wish)) ?? [])
        .map(({ seatId }) => counted.get(seatId))
        .filter((seat) => seat !== undefined)
        .filter((seat) => seat.free > 0);
      const chosen = able.reduce<FreeSeat | null>(
        (best, seat) => (best === null || compareSeats(seat, best) < 0 ? seat : best),
        null,
      );
      if (!chosen) return null;
      chosen.free -= 1;
      chosen.inUse += 1;
      chosen.uses += 1;
      return chosen.seatId;
    },
  };
}

function compareSeats(a: FreeSeat, b: FreeSeat): number {
  return a.inUse - b.inUse || a.uses - b.uses || (a.seatId < b.seatId ? -1 : 1);
}

function keyOf({ labId, minutes }: SeatWish): string {
  return `${labId} ${minutes}`;
}
