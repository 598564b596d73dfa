import type { FaultPlace, Figures, Scenario, Stage } from '../scenario.ts';
import { points } from './points/points.ts';
import { runRound } from './round/run-round.ts';
import { nameOf } from './strikes/strike.ts';
import { strikes } from './strikes/strikes.ts';
import { findPair, walkSeed } from './walk-seed.ts';
import { openWorld } from './world/open-world.ts';

/** Real processes and real lines, struck one at a time at a named moment of a machine's life. */
export const processes: Scenario = {
  name: 'processes',
  about: `broker, workers, Postgres, Chromium and lab killed or stopped, and each line between them broken, at ${points.length} points`,
  promises: [4, 5, 6, 12],
  weight: 10,
  seedAt: walkSeed,
  open: openStage,
};

async function openStage(place: FaultPlace): Promise<Stage> {
  const world = await openWorld(place);
  const covered = { points: new Set<string>(), faults: new Set<string>() };
  place.atEnd(() => {
    const left = points.filter(({ name }) => !covered.points.has(name)).map(({ name }) => name);
    place.say(
      `${covered.points.size} of ${points.length} points and ${covered.faults.size} of ${strikes.length} faults`,
    );
    if (left.length > 0) place.say(`not covered: ${left.join(', ')}`);
  });
  return {
    async round(seed) {
      const { point, strike } = findPair(seed);
      const round = await runRound(world, point, strike);
      place.say(
        `${point.name} × ${nameOf(strike)}: ${round === null ? 'not reached, or nobody there' : `${round.outcome} after ${round.settledInMs} ms`}`,
      );
      if (round === null) return { 'rounds without a strike': 1 };
      const figures: Figures = { machines: 1, [`machines ${round.outcome}`]: 1 };
      // Counted once each, so that a run's sums are what it covered.
      if (!covered.points.has(point.name)) figures['points'] = 1;
      if (!covered.faults.has(nameOf(strike))) figures['faults'] = 1;
      covered.points.add(point.name);
      covered.faults.add(nameOf(strike));
      return figures;
    },
  };
}
