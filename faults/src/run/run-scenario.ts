import { seedOf } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { Violation } from '../scenario.ts';
import { boundRound } from './bound-round.ts';
import type { Journal } from './journal.ts';
import { openPlace } from './place.ts';

/**
 * Runs rounds of one scenario until its time is over (what the journal holds counts), or the one round of `exactSeed`.
 * A round that is running at the end of the time is let finish.
 */
export async function runScenario(
  scenario: Scenario,
  options: {
    seed: number;
    budgetMs: number;
    exactSeed: number | undefined;
    journal: Journal;
    signal: AbortSignal;
    say: (line: string) => void;
  },
): Promise<void> {
  const { journal, signal, budgetMs, exactSeed } = options;
  const known = journal.entries.filter((entry) => entry.scenario === scenario.name);
  let spentMs = known.reduce((sum, { ms }) => sum + ms, 0);
  if (exactSeed === undefined && spentMs >= budgetMs) return;
  const say = (line: string): void => options.say(`${scenario.name}: ${line}`);
  const seedAt = scenario.seedAt ?? ((seed, index) => seedOf(seed, `${scenario.name}/${index}`));
  const place = openPlace(say);
  try {
    const stage = await scenario.open(place);
    for (let index = known.length; !signal.aborted; index += 1) {
      const seed = exactSeed ?? seedAt(options.seed, index);
      const begun = performance.now();
      const result = await boundRound(stage.round, seed, { signal }).then(
        (figures) => ({ outcome: 'held' as const, figures }),
        (error: unknown) => describe(error),
      );
      // A round that was cut off tells nothing.
      if (signal.aborted) return;
      const ms = Math.round(performance.now() - begun);
      spentMs += ms;
      await journal.add({ scenario: scenario.name, seed, ms, ...result });
      if (result.outcome !== 'held') {
        say(`${result.outcome} with seed ${seed}: ${result.message}`);
        say(`again: npm run test:faults -- --only ${scenario.name} --round ${seed}`);
        // What is left of a round that went wrong would spoil the next one.
        return;
      }
      if (exactSeed !== undefined || spentMs >= budgetMs) return;
    }
  } catch (error) {
    await journal.add({ scenario: scenario.name, seed: options.seed, ms: 0, ...describe(error) });
    say(`could not be set up: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    await place.close();
  }
}

function describe(error: unknown) {
  const isViolation = error instanceof Violation;
  return {
    outcome: isViolation ? ('violated' as const) : ('error' as const),
    figures: {},
    message: error instanceof Error ? error.message : String(error),
    facts: isViolation
      ? error.facts
      : { stack: error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 8) : [] },
  };
}
