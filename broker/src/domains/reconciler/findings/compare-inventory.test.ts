import type { InventoryListing } from '@coinslot/shared/worker-messages/inventory.ts';
import { expect, test } from 'vitest';
import { compareInventory, type KnownSession } from './compare-inventory.ts';

function session(changes: Partial<KnownSession> & { tag: string }): KnownSession {
  const id = `row of ${changes.tag}`;
  const flags = { isElsewhere: false, isOpen: true, endedBefore: false, mustBeListed: false };
  return { id, labRef: null, ...flags, ...changes };
}

function line(labRef: string, label: string, state: InventoryListing['state'] = 'live'): InventoryListing {
  return { labRef, label, state };
}

const live = session({ tag: 'cs-live', labRef: 'm1', mustBeListed: true });
const ended = session({ tag: 'cs-ended', labRef: 'm0', isOpen: false, endedBefore: true });

test('what we know of finds nothing: a ready machine, one that is being started, one that has just ended, one that is ending', () => {
  const starting = session({ tag: 'cs-starting' });
  const justEnded = session({ tag: 'cs-just', labRef: 'm3', isOpen: false });
  const listings = [
    line('m1', 'cs-live'),
    line('m2', 'cs-starting', 'starting'),
    line('m3', 'cs-just'),
    line('m0', 'cs-ended', 'ending'),
  ];
  expect(compareInventory(listings, [live, ended, starting, justEnded], 'label')).toEqual([]);
});

test('a session whose row ended is an orphan, by its label, and by its id where a lab names sessions so', () => {
  const orphan = { kind: 'orphan', labRef: 'm0', label: 'cs-ended', labSessionId: ended.id };
  expect(compareInventory([line('m0', 'cs-ended')], [ended], 'label')).toEqual([orphan]);
  // Its id was never told to us: the answer to the start was lost.
  const untold = { ...ended, labRef: null };
  expect(compareInventory([line('m9', 'cs-ended')], [untold], 'label')).toEqual([
    { ...orphan, labRef: 'm9' },
  ]);
  expect(compareInventory([line('m9', 'cs-ended')], [untold], 'ref')).toMatchObject([{ kind: 'renamed' }]);
  expect(compareInventory([line('m0', '')], [ended], 'ref')).toEqual([{ ...orphan, label: '' }]);
  expect(compareInventory([line('m0', '')], [ended], 'label')).toMatchObject([{ kind: 'renamed' }]);
});

test('a second session is one beside the known one; alone it may be the machine itself under another id', () => {
  const both = [line('m1', 'cs-live'), line('m2', 'cs-live', 'starting')];
  expect(compareInventory(both, [live], 'label')).toEqual([
    { kind: 'second_session', labRef: 'm2', label: 'cs-live', labSessionId: live.id },
  ]);
  expect(compareInventory([line('m2', 'cs-live')], [live], 'label')).toEqual([
    { kind: 'renamed', labRef: 'm2', label: 'cs-live', labSessionId: null },
  ]);
});

test('a ready machine that is listed in no way is missing', () => {
  const missing = { kind: 'missing', labRef: 'm1', label: 'cs-live', labSessionId: live.id };
  expect(compareInventory([], [live], 'label')).toEqual([missing]);
  expect(compareInventory([], [{ ...live, mustBeListed: false }], 'label')).toEqual([]);
  expect(compareInventory([line('m1', 'renamed by somebody')], [live], 'label')).toMatchObject([
    { kind: 'renamed', labRef: 'm1' },
  ]);
});

test('what another seat of the lab runs is left to that seat', () => {
  const elsewhere = { ...ended, isElsewhere: true };
  expect(compareInventory([line('m0', 'cs-ended')], [elsewhere], 'label')).toEqual([]);
});

test('of 10,000 lists of strangers, doubles and labels that were changed, nothing is ours that no row names', () => {
  const random = randomOf(13);
  for (let round = 0; round < 10_000; round += 1) {
    const sessions = Array.from({ length: below(random, 4) }, (_, at) =>
      session({
        tag: `cs-${at}`,
        labRef: random() < 0.2 ? null : `m${below(random, 5)}`,
        isOpen: random() < 0.5,
        isElsewhere: random() < 0.1,
        mustBeListed: random() < 0.5,
        endedBefore: random() < 0.7,
      }),
    ).map((one) => (one.isOpen ? { ...one, endedBefore: false } : { ...one, mustBeListed: false }));
    const labels = ['', 'my own', 'cs-0', 'cs-1', 'cs-2', 'cs-unknown', ' cs-0', 'CS-0'];
    const listings = Array.from({ length: below(random, 5) }, () =>
      line(
        `m${below(random, 5)}`,
        labels[below(random, labels.length)] ?? '',
        random() < 0.9 ? 'live' : 'ending',
      ),
    );
    const namedBy = random() < 0.5 ? 'label' : 'ref';
    const found = compareInventory(listings, sessions, namedBy);
    expect(new Set(found.map(({ labRef }) => labRef)).size).toBe(found.length);
    for (const finding of found.filter(({ kind }) => kind === 'orphan' || kind === 'second_session')) {
      const row = sessions.find(({ id }) => id === finding.labSessionId);
      const lines = listings.filter(({ labRef }) => labRef === finding.labRef);
      const holders = sessions.filter(({ labRef, isElsewhere }) => labRef === finding.labRef && !isElsewhere);
      const facts = JSON.stringify({ finding, sessions, listings, namedBy });
      expect(row, facts).toBeDefined();
      if (row === undefined) continue;
      expect(row.isElsewhere, facts).toBe(false);
      expect(
        lines.every(({ label, state }) => label === finding.label && state === 'live'),
        facts,
      ).toBe(true);
      expect(
        holders.some(({ isOpen }) => isOpen),
        facts,
      ).toBe(false);
      if (namedBy === 'ref') expect(row.labRef, facts).toBe(finding.labRef);
      else expect(row.tag, facts).toBe(finding.label);
      if (finding.kind === 'orphan') expect(row.endedBefore, facts).toBe(true);
      else
        expect(
          listings.some(({ labRef, label }) => labRef === row.labRef && label === row.tag),
          facts,
        ).toBe(true);
    }
  }
});

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function below(random: () => number, limit: number): number {
  return Math.floor(random() * limit);
}
