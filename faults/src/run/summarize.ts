import type { Scenario } from '../scenario.ts';
import type { Entry } from './journal.ts';

/** The run as a table for docs/reliability.md, and whether every promise held in every round. */
export function summarize(
  scenarios: readonly Scenario[],
  entries: readonly Entry[],
): { lines: string[]; isClean: boolean } {
  const rows = scenarios.map((scenario) => {
    const rounds = entries.filter((entry) => entry.scenario === scenario.name);
    const count = (outcome: Entry['outcome']): number =>
      rounds.filter((one) => one.outcome === outcome).length;
    const minutes = rounds.reduce((sum, { ms }) => sum + ms, 0) / 60_000;
    const cells = [
      scenario.name,
      scenario.promises.join(', '),
      rounds.length,
      minutes.toFixed(1),
      count('violated'),
      count('error'),
      describeFigures(rounds),
    ];
    return {
      isClean: rounds.length > 0 && count('held') === rounds.length,
      text: `| ${cells.join(' | ')} |`,
    };
  });
  return {
    lines: [
      '| Scenario | Promises | Rounds | Minutes | Violations | Errors | What was done |',
      '|---|---|---|---|---|---|---|',
      ...rows.map(({ text }) => text),
    ],
    isClean: rows.every(({ isClean }) => isClean),
  };
}

function describeFigures(rounds: readonly Entry[]): string {
  const all = new Map<string, number>();
  for (const { figures } of rounds)
    for (const [name, value] of Object.entries(figures)) {
      const known = all.get(name) ?? 0;
      all.set(name, name.startsWith('most ') ? Math.max(known, value) : known + value);
    }
  return [...all].map(([name, value]) => `${value.toLocaleString('en')} ${name}`).join(', ');
}
