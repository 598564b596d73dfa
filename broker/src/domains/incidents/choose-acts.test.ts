import type { Incident, IncidentKind } from '@coinslot/shared/http/admin-incidents.ts';
import { expect, test } from 'vitest';
import { type ActFacts, chooseActs } from './choose-acts.ts';

const subjects = {
  machineId: 'machine',
  labSessionId: 'session',
  seatId: 'seat',
  labId: 'lab',
  workerId: null,
  findingId: 'finding',
} satisfies Partial<Incident>;
/** Its machine is over, and its lab has not confirmed that its session is. */
const lingering: ActFacts = { session: { state: 'ending' }, charge: null, machineIsOver: true };

const actsOf = (kind: IncidentKind, given: Partial<Incident> = {}) =>
  chooseActs({ ...subjects, kind, ...given } as Incident, lingering);

test.each(['lab_orphan', 'lab_second_session'] as const)('what is surely ours may be ended: %s', (kind) => {
  expect(actsOf(kind)).toContain('end_session');
});

// Their end is always refused: the button led nowhere.
test.each(['lab_renamed', 'lab_stranger', 'lab_missing'] as const)(
  'no end is offered for what an inventory found and is not surely ours: %s',
  (kind) => {
    expect(actsOf(kind)).not.toContain('end_session');
    expect(actsOf(kind)).toContain('release_seat');
  },
);

test.each(['lab_session_unknown', 'lab_session_stuck'] as const)(
  'a session that lingers may be asked for again: %s',
  (kind) => {
    expect(actsOf(kind, { findingId: null })).toContain('end_session');
  },
);
