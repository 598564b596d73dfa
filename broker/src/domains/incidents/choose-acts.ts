import type { Incident, IncidentAct, IncidentDetail } from '@coinslot/shared/http/admin-incidents.ts';

export interface ActFacts extends Pick<IncidentDetail, 'charge'> {
  session: { state: string } | null;
  machineIsOver: boolean;
}

/** What a person can do about it now. Whether it is allowed and still of use is judged again by each act itself. */
export function chooseActs(
  { kind, findingId, seatId, machineId }: Incident,
  { session, charge, machineIsOver }: ActFacts,
): IncidentAct[] {
  const acts: IncidentAct[] = [];
  const sessionIsOpen = session !== null && session.state !== 'ended';
  if (endable.has(kind) && findingId !== null) acts.push('end_session');
  else if (sessionIsOpen && machineIsOver) acts.push('end_session');
  if (sessionIsOpen && machineIsOver) acts.push('release_seat');
  if (machineId !== null && settleable.has(kind)) acts.push('settle');
  if (machineIsOver && charge !== null && charge.held === 0 && charge.refundable > 0) acts.push('refund');
  if (seatId !== null && lookable.has(kind)) acts.push('look_now');
  return acts;
}

const endable: ReadonlySet<Incident['kind']> = new Set(['lab_orphan', 'lab_second_session']);

const settleable: ReadonlySet<Incident['kind']> = new Set([
  'machine_stuck',
  'machine_degraded',
  'machine_needs_operator',
  'order_overdue',
  'hold_stuck',
]);

const lookable: ReadonlySet<Incident['kind']> = new Set([
  'lab_session_unknown',
  'lab_session_stuck',
  'lab_orphan',
  'lab_second_session',
  'lab_missing',
  'lab_renamed',
  'lab_stranger',
  'inventory_stale',
]);
