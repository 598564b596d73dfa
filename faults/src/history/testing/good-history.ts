import type { History } from '../history.ts';

const [machineId, userId] = ['machine-1', 'user-1'];

/**
 * One machine that was bought, handed from one worker to another, used and given back, with a stranger beside it: nothing is wrong with
 * it. That it had ended the lab said too early, so that a third worker was told to end it once more. A new one each time, to be spoilt.
 */
export function makeGoodHistory(): History {
  return {
    bounds: {
      pageMs: 100,
      fenceMs: 300,
      secondSessionMs: 1_000,
      startCoins: 50,
      machinesPerMember: 1,
      machinesPerWorker: 1,
    },
    troubles: [],
    lab: makeLab(),
    wire: { hellos: [], reports: makeReports() },
    acts: [900, 901].map((at) => ({ what: 'double_buy', member: 0, key: 'key', machineId, status: 202, at })),
    watched: [{ machineId, numbers: [1, 2, 3], isOver: true }],
    stored: makeStored(),
  };
}

function makeLab(): History['lab'] {
  const own = {
    ref: 'ref-1',
    label: 'cs-1',
    seat: 'seat-1',
    isStranger: false,
    isTwin: false,
    startedAt: 1_300,
    listedFrom: 1_300,
    endedAt: 9_000,
    endedBy: 'request' as const,
    hostKeyFingerprint: 'key-1',
  };
  const other = { ...own, ref: 'ref-2', label: 'homework', isStranger: true, hostKeyFingerprint: 'key-2' };
  return {
    faults: {},
    troubles: [],
    sessions: [own, { ...other, endedAt: null, endedBy: null }],
    acts: [
      { at: 1_300, kind: 'start', worker: 'worker-1', seat: 'seat-1', ref: '', label: 'cs-1' },
      { at: 8_500, kind: 'end', worker: 'worker-2', seat: 'seat-1', ref: 'ref-1', label: 'cs-1' },
    ],
  };
}

function makeReports(): History['wire']['reports'] {
  const report = {
    workerId: 'id-1',
    bootId: 'boot-1',
    machineId,
    epoch: 1,
    labSessionId: 'session-1',
    labRef: null,
    tag: null,
    fingerprints: [],
    outcome: 'applied' as const,
  };
  const [intended, started] = ['lab_session_intended', 'lab_session_started'];
  return [
    { ...report, seq: 1, kind: 'accepted', sentAt: 1_050, answeredAt: 1_060 },
    { ...report, seq: 2, kind: intended, tag: 'cs-1', sentAt: 1_190, answeredAt: 1_250 },
    { ...report, seq: 3, kind: started, labRef: 'ref-1', sentAt: 1_320, answeredAt: 1_330 },
    { ...report, seq: 4, kind: 'ready', sentAt: 2_000, answeredAt: 2_010 },
    { ...report, seq: 5, kind: 'step', outcome: 'stale_epoch', sentAt: 6_000, answeredAt: 6_010 },
    {
      ...report,
      workerId: 'id-2',
      seq: 1,
      epoch: 2,
      kind: 'lab_session_ended',
      sentAt: 8_590,
      answeredAt: 8_610,
    },
  ];
}

function makeStored(): History['stored'] {
  const times = { requestedAt: 890, readyAt: 2_005, endedAt: 8_600 };
  const first = { machineId, workerId: 'id-1', worker: 'worker-1', seatId: 'seat-1', epoch: 1 };
  const second = { ...first, workerId: 'id-2', worker: 'worker-2', epoch: 2 };
  const charge = { id: 'charge-1', machineId, userId, kind: 'purchase', price: 7 };
  return {
    machines: [{ id: machineId, state: 'stopped', ownerId: userId, ...times, lastEventN: 3 }],
    leases: [
      { ...first, writtenAt: 1_000, acknowledgedAt: 1_055, releasedAt: 5_000 },
      { ...second, writtenAt: 5_500, acknowledgedAt: 5_600, releasedAt: 8_600 },
    ],
    labSessions: [
      {
        id: 'session-1',
        machineId,
        tag: 'cs-1',
        labRef: 'ref-1',
        state: 'ended',
        endedAt: 8_600,
        writtenAt: 1_200,
      },
    ],
    orderedEnds: [{ worker: 'worker-3', labRef: 'ref-1', orderedAt: 8_700, overAt: 8_800 }],
    endpoints: [{ machineId, fingerprint: 'key-1', shownAt: 2_005, closedAt: 8_000 }],
    charges: [{ ...charge, state: 'captured', refunded: 2 }],
    chargeTransfers: [
      { chargeId: 'charge-1', kind: 'hold', coins: 7, times: 1 },
      { chargeId: 'charge-1', kind: 'capture', coins: 7, times: 1 },
      { chargeId: 'charge-1', kind: 'refund', coins: 2, times: 1 },
    ],
    wallets: [{ userId, available: 45, held: 0 }],
    events: [{ machineId, numbers: [1, 2, 3] }],
    differences: [],
  };
}
