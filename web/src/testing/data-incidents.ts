import type { ClosedIncident, Incident, IncidentDetail } from '@coinslot/shared/http/admin-incidents.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { minutesFromNow, uuid } from './data-catalog.ts';

const nothing = {
  machineId: null,
  labSessionId: null,
  seatId: null,
  labId: null,
  workerId: null,
  findingId: null,
};

const stuckSession: Incident = {
  ...nothing,
  id: `lab_session_stuck:${uuid(900)}`,
  kind: 'lab_session_stuck',
  severity: 'bad',
  name: 'brave-otter-12',
  reason: 'The lab could not be reached.',
  since: minutesFromNow(-23),
  nextAt: minutesFromNow(3),
  params: {},
  machineId: uuid(100),
  labSessionId: uuid(900),
  seatId: uuid(850),
  labId: uuid(800),
};

/** Of three severities; the last one with a long name. */
export function someIncidents(): Incident[] {
  return [
    {
      ...nothing,
      id: `worker_locked:${uuid(303)}`,
      kind: 'worker_locked',
      severity: 'bad',
      name: 'shed-1',
      reason: saidSentences.worker_key_copied,
      since: minutesFromNow(-44),
      nextAt: null,
      params: {},
      workerId: uuid(303),
    },
    stuckSession,
    {
      ...nothing,
      id: `lab_stranger:${uuid(901)}`,
      kind: 'lab_stranger',
      severity: 'warning',
      name: 'a-session-of-somebody-else-with-a-name-that-does-not-end-for-a-long-while',
      reason: null,
      since: minutesFromNow(-300),
      nextAt: null,
      params: {},
      labId: uuid(800),
      seatId: uuid(850),
      findingId: uuid(901),
    },
    {
      ...nothing,
      id: 'start_grace:house',
      kind: 'start_grace',
      severity: 'notice',
      name: '',
      reason: null,
      since: minutesFromNow(-1),
      nextAt: minutesFromNow(1),
      params: {},
    },
  ];
}

export function someClosedIncidents(): ClosedIncident[] {
  return [
    {
      id: uuid(910),
      incidentId: `lab_session_stuck:${uuid(900)}`,
      kind: 'lab_session_stuck',
      severity: 'bad',
      name: 'brave-otter-12',
      reason: 'The lab could not be reached.',
      openedAt: minutesFromNow(-400),
      closedAt: minutesFromNow(-340),
      closedBy: 'Ada Moreno',
    },
    {
      id: uuid(911),
      incidentId: 'mass_outage:house',
      kind: 'mass_outage',
      severity: 'bad',
      name: '',
      reason: null,
      openedAt: minutesFromNow(-500),
      closedAt: minutesFromNow(-495),
      closedBy: null,
    },
  ];
}

/** A session whose lab does not answer: all that can be done about it. */
export function anIncident(): IncidentDetail {
  return {
    open: true,
    incident: stuckSession,
    acts: ['end_session', 'release_seat', 'refund', 'look_now'],
    session: {
      tag: `cs-${uuid(900)}`,
      state: 'ending',
      surelyOverAt: minutesFromNow(95),
      isSurelyOver: false,
    },
    charge: { paid: 10, held: 0, refunded: 3, refundable: 7 },
    times: [
      { openedAt: minutesFromNow(-13), closedAt: null, closedBy: null },
      { openedAt: minutesFromNow(-400), closedAt: minutesFromNow(-340), closedBy: 'Ada Moreno' },
    ],
    done: [
      {
        at: minutesFromNow(-5),
        actorName: 'Ada Moreno',
        action: 'lab_session.ask_end',
        reason: 'The lab is back since five minutes.',
      },
    ],
  };
}
