import { expect, test } from 'vitest';
import { checkHistory } from './check-history.ts';
import { quietMs } from './check-lab-sessions.ts';
import type { History } from './history.ts';
import { makeGoodHistory } from './testing/good-history.ts';

test('a history in which everything went well has nothing to find', () => {
  expect(checkHistory(makeGoodHistory())).toEqual([]);
});

const wrongs: { title: string; spoil: (history: History) => void; check: string }[] = [
  {
    title: 'a lease that begins before the one before it was released',
    spoil: ({ stored }) => (stored.leases[0]!.releasedAt = 5_600),
    check: 'two_holders',
  },
  {
    title: 'a click of a worker whose lease was over for longer than a click takes',
    spoil: ({ lab }) => (lab.acts[1]!.worker = 'worker-1'),
    check: 'two_holders',
  },
  {
    title: 'an end by a worker that was told so, but whose time for it was over',
    spoil: ({ lab }) => lab.acts.push({ ...lab.acts[1]!, at: 8_960, worker: 'worker-3' }),
    check: 'two_holders',
  },
  {
    title: 'an end by a worker that was told to end something else',
    spoil: ({ lab }) => lab.acts.push({ ...lab.acts[1]!, at: 8_750, ref: 'ref-3', worker: 'worker-3' }),
    check: 'two_holders',
  },
  {
    title: 'an end that was ordered of the machine that a member has, though its lab session is written off',
    spoil({ lab, stored }) {
      lab.acts.push({ ...lab.acts[1]!, at: 8_750, worker: 'worker-3' });
      stored.machines[0]!.endedAt = 8_950;
    },
    check: 'two_holders',
  },
  {
    title: 'an end that was ordered of the machine that is being prepared for a member',
    spoil({ lab, stored }) {
      lab.acts.push({ ...lab.acts[1]!, at: 8_750, worker: 'worker-3' });
      Object.assign(stored.machines[0]!, { readyAt: null, endedAt: null });
      stored.labSessions[0]!.endedAt = 8_950;
    },
    check: 'two_holders',
  },
  {
    title:
      'a worker that goes on after a copy of its key took its machine over, for longer than until its fence',
    spoil: ({ lab }) =>
      lab.acts.push({ ...lab.acts[1]!, kind: 'extend', at: 8_040, worker: 'worker-2-copy' }),
    check: 'two_holders',
  },
  {
    title: 'a report of an old epoch that was taken',
    spoil: ({ wire }) => (wire.reports[4]!.outcome = 'applied'),
    check: 'stale_write',
  },
  {
    title: 'an intent that was answered and is not written',
    spoil: ({ wire }) => (wire.reports[1]!.tag = 'cs-other'),
    check: 'forgotten_answer',
  },
  {
    title: 'a purchase that was answered and is not written',
    spoil: ({ acts }) =>
      acts.push({ what: 'buy', member: 0, key: 'k', machineId: 'none', status: 202, at: 1 }),
    check: 'forgotten_answer',
  },
  {
    title: 'a start at the lab before its session was written',
    spoil: ({ stored }) => (stored.labSessions[0]!.writtenAt = 1_301),
    check: 'intent',
  },
  {
    title: 'a machine of ours that runs on at the lab',
    spoil: ({ lab }) => (lab.sessions[0]!.endedAt = null),
    check: 'left_running',
  },
  {
    title: "an end of somebody else's machine",
    spoil: ({ lab }) => lab.acts.push({ ...lab.acts[1]!, ref: 'ref-2', label: 'homework' }),
    check: 'stranger',
  },
  {
    title: 'a second lab session of one machine that lives on',
    spoil: ({ lab }) =>
      lab.sessions.push({ ...lab.sessions[0]!, ref: 'ref-3', isTwin: true, hostKeyFingerprint: 'key-3' }),
    check: 'second_session',
  },
  {
    title: "a stranger's machine that was shown to a member",
    spoil: ({ stored }) => (stored.endpoints[0]!.fingerprint = 'key-2'),
    check: 'wrong_way_in',
  },
  {
    title: 'a second machine of the same start that was shown instead of the one that is kept',
    spoil({ lab, stored }) {
      lab.sessions.push({ ...lab.sessions[0]!, ref: 'ref-3', endedAt: 1_500, hostKeyFingerprint: 'key-3' });
      stored.endpoints[0]!.fingerprint = 'key-3';
    },
    check: 'wrong_way_in',
  },
  {
    title: 'a charge that is held for ever',
    spoil: ({ stored }) => (stored.charges[0]!.state = 'held'),
    check: 'charge',
  },
  {
    title: 'a machine that was never ready and was paid for',
    spoil: ({ stored }) => (stored.machines[0]!.readyAt = null),
    check: 'charge',
  },
  {
    title: 'a refund that was made twice',
    spoil: ({ stored }) => (stored.chargeTransfers[2]!.coins = 4),
    check: 'coins',
  },
  {
    title: 'a coin from nowhere',
    spoil: ({ stored }) => (stored.wallets[0]!.available = 46),
    check: 'coins',
  },
  {
    title: "a counter that the product's own recount finds wrong",
    spoil: ({ stored }) => stored.differences.push('seat-1: in use 1, machines 0'),
    check: 'counters',
  },
  {
    title: 'a member who has more machines at once than allowed',
    spoil: ({ stored }) => stored.machines.push({ ...stored.machines[0]!, id: 'machine-2' }),
    check: 'over_capacity',
  },
  {
    title: 'a seat that two machines have at once',
    spoil: ({ stored }) =>
      stored.leases.push({ ...stored.leases[0]!, machineId: 'machine-2', workerId: 'id-3' }),
    check: 'over_capacity',
  },
  { title: 'one key that bought two machines', spoil: buyTwice, check: 'doubled' },
  {
    title: 'a gap in the events',
    spoil: ({ stored }) => (stored.events[0]!.numbers = [1, 3]),
    check: 'events',
  },
  {
    title: 'an event that a page got twice',
    spoil: ({ watched }) => (watched[0]!.numbers = [1, 2, 2, 3]),
    check: 'events',
  },
  {
    title: 'an event that a page never got',
    spoil: ({ watched }) => (watched[0]!.numbers = [1, 2]),
    check: 'events',
  },
  {
    title: 'a machine that is not settled',
    spoil: ({ stored }) => (stored.machines[0]!.state = 'stopping'),
    check: 'unsettled',
  },
  {
    title: 'a lease that nobody released',
    spoil: ({ stored }) => (stored.leases[1]!.releasedAt = null),
    check: 'unsettled',
  },
  {
    title: 'a lab session that nobody ended',
    spoil: ({ stored }) => (stored.labSessions[0]!.state = 'unknown'),
    check: 'unsettled',
  },
];

test.each(wrongs)('$title is found', ({ spoil, check }) => {
  const history = makeGoodHistory();
  spoil(history);
  expect(new Set(checkHistory(history).map((finding) => finding.check))).toContain(check);
});

test('who acts with a copy of the key of the one that holds the machine is that one, and nobody else', () => {
  const history = makeGoodHistory();
  history.lab.acts[1]!.worker = 'worker-2-copy';
  expect(checkHistory(history)).toEqual([]);
  history.lab.acts[1]!.worker = 'worker-1-copy';
  expect(checkHistory(history)).toMatchObject([{ check: 'two_holders' }]);
});

test('a worker may be at its last click while a copy of its key acts, and the copy goes on until the key is locked', () => {
  const history = makeGoodHistory();
  const [, end] = history.lab.acts;
  for (const [at, worker] of [
    [6_000, 'worker-2'],
    [7_000, 'worker-2-copy'],
    [7_400, 'worker-2'],
    [8_500, 'worker-2-copy'],
  ] as const)
    history.lab.acts.push({ ...end!, kind: 'extend', at, worker });
  history.lab.acts = history.lab.acts.filter((act) => act !== end);
  expect(checkHistory(history)).toEqual([]);
});

test('who was told to end what the lab runs for nobody may do so', () => {
  const history = makeGoodHistory();
  history.lab.acts.push({ ...history.lab.acts[1]!, at: 8_890, worker: 'worker-3' });
  expect(checkHistory(history)).toEqual([]);
  // What an earlier try of a machine left behind is nobody's, though the machine is up.
  history.stored.machines[0]!.endedAt = 8_950;
  history.stored.labSessions.push({
    ...history.stored.labSessions[0]!,
    id: 'session-2',
    labRef: 'ref-9',
    tag: 'cs-9',
    writtenAt: 1_250,
  });
  expect(checkHistory(history)).toEqual([]);
});

test('a report that the broker may have taken before the next lease was written is not held against it', () => {
  const history = makeGoodHistory();
  history.wire.reports.push({ ...history.wire.reports[3]!, seq: 6, sentAt: 5_400 });
  expect(checkHistory(history)).toEqual([]);
});

test('a second lab session is forgiven for what met its seat or a worker that had its machine, not for what met another', () => {
  const history = makeGoodHistory();
  const [own] = history.lab.sessions;
  history.lab.sessions.push({ ...own!, ref: 'ref-3', isTwin: true, hostKeyFingerprint: 'key-3' });
  const found = () => checkHistory(history).map(({ check }) => check);
  const all = { what: 'cut', from: 0, to: 10_000 };
  for (const meets of ['all', { workers: ['worker-2'] }, { seat: 'seat-1' }] as const) {
    history.troubles = [{ ...all, meets }];
    expect(found()).toEqual([]);
  }
  for (const meets of [{ workers: ['worker-3'] }, { seat: 'seat-2' }]) {
    history.troubles = [{ ...all, meets }];
    expect(found()).toEqual(['second_session']);
  }
});

test('a second lab session that the lab has only just listed is not held against anybody', () => {
  const history = makeGoodHistory();
  const [own] = history.lab.sessions;
  history.lab.sessions.push({
    ...own!,
    ref: 'ref-3',
    isTwin: true,
    listedFrom: 8_500,
    hostKeyFingerprint: 'key-3',
  });
  expect(checkHistory(history)).toEqual([]);
});

test('time in which something was broken on purpose does not count, and overlapping troubles count once', () => {
  const troubles = [
    { from: 200, to: 400 },
    { from: 300, to: 500 },
  ];
  expect(quietMs({ from: 0, to: 1_000 }, troubles)).toBe(700);
  expect(quietMs({ from: 250, to: 450 }, troubles)).toBe(0);
  expect(quietMs({ from: 600, to: 700 }, troubles)).toBe(100);
});

function buyTwice({ acts, stored }: History): void {
  const [first] = stored.machines;
  stored.machines.push({ ...first!, id: 'machine-2' });
  acts[1]!.machineId = 'machine-2';
}
