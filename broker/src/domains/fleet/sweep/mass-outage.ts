import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Db } from '../../../database/db.ts';

/** So many workers silent at once are rather our own fault, or the network's, than theirs. */
const leastSilent = 5;
/** For this long nothing is reassigned then. */
const brakeMs = 300_000;
/** Silent together: fell silent within this time. */
const withinMs = 60_000;

export interface MassOutageBrake {
  /** True while nobody may be declared lost. */
  isOn(): Promise<boolean>;
}

/** Keeps the sweep from reassigning everything when more than half of the workers (and at least five) go silent together. */
export function createMassOutageBrake(
  db: Db,
  options: {
    suspectAfterMs: number;
    lostAfterMs: number;
    onBrake: (facts: { silent: number; known: number }) => void;
  },
): MassOutageBrake {
  let onUntil = -Infinity;
  return {
    async isOn() {
      if (performance.now() < onUntil) return true;
      const { silent, known } = await countSilent(db, options);
      if (!isMassOutage(silent, known)) return false;
      onUntil = performance.now() + brakeMs;
      options.onBrake({ silent, known });
      return true;
    },
  };
}

/** `known` = the workers that lived a moment ago, the silent ones included. */
export function isMassOutage(silent: number, known: number): boolean {
  return silent >= leastSilent && silent > known / 2;
}

async function countSilent(
  db: Db,
  { suspectAfterMs, lostAfterMs }: { suspectAfterMs: number; lostAfterMs: number },
): Promise<{ silent: number; known: number }> {
  const rows = await readRows(
    db,
    CountRow,
    sql`
      select count(*)::integer as known,
        count(*) filter (where last_seen_at < now() - make_interval(secs => ${suspectAfterMs / 1000}))::integer as silent
      from workers
      where state in ('active', 'draining')
        and last_seen_at > now() - make_interval(secs => ${(lostAfterMs + withinMs) / 1000})
    `,
  );
  return rows[0] ?? { silent: 0, known: 0 };
}

const CountRow = z.object({ known: z.int(), silent: z.int() });
