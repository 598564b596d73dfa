import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { huntMutants } from '../mutants/hunt-mutants.ts';
import { type Mutant, mutants } from '../mutants/mutants.ts';
import { openDatabases } from './databases.ts';
import { runRound } from './run-round.ts';
import { compressTimes } from './times.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'coinslot-simulator-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const say = (): void => undefined;

/** Faults of which a few seconds are enough to be over them. */
const seeds = [4, 7];

test.each(seeds)(
  'nine workers, a bad lab and members who click, hurt at moments of seed %i, leave nothing undone, doubled or lost',
  async (seed) => {
    const { drop, ...urls } = await openTemplate().make();
    const { findings, figures } = await runRound(
      seed,
      {
        folder: mkdtempSync(path.join(folder, 'round-')),
        ...urls,
        size: { hosts: 3, workersEach: 3, slots: 2, members: 8 },
        plan: { ms: 6_000, hurtsPerSecond: 0.8, actsPerSecond: 4, without: ['switch_lab', 'revoke'] },
        times: compressTimes(10),
        labLevel: 1,
        say,
      },
      signal,
    );
    expect(findings).toEqual([]);
    expect(figures['machines']).toBeGreaterThan(3);
    expect(figures['acts that failed']).toBe(0);
    await drop();
  },
  150_000,
);

// Bugs of which one would hide another are put in apart from each other.
const together = [mutants.slice(0, 4), mutants.slice(4)];
test.each(together.map((some) => ({ some, names: some.map(({ name }) => name).join(', ') })))(
  'the checker finds the bugs $names in the product',
  async ({ some }: { some: readonly Mutant[] }) => {
    const hunt = await huntMutants(some, {
      seed: 2,
      roundsMax: 3,
      folder,
      databases: openTemplate(),
      signal,
      say,
    });
    expect(hunt.missed).toEqual([]);
  },
  150_000,
);

function openTemplate() {
  const { url, superuserUrl, template } = inject('testPostgres');
  const ofTemplate = new URL(url);
  ofTemplate.pathname = `/${template}`;
  return openDatabases({ url: ofTemplate.href, superuserUrl });
}
