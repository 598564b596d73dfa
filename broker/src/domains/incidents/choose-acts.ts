import { type Incident, IncidentAct, type IncidentDetail } from '@coinslot/shared/http/admin-incidents.ts';

export interface ActFacts extends Pick<IncidentDetail, 'charge'> {
  session: { state: string } | null;
  machineIsOver: boolean;
}

/** What a person can do about it now. Whether it is allowed and still of use is judged again by each act itself. */
export function chooseActs(
  { kind, findingId, seatId, machineId }: Incident,
  { session, charge, machineIsOver }: ActFacts,
): IncidentAct[] {
  const lingers = machineIsOver && session !== null && session.state !== 'ended';
  const isSettled = machineIsOver && charge?.held === 0;
  const offers = {
    // Of what an inventory found the finding is ended, and only where it is surely ours; its session has an incident of its own.
    end_session: findingId === null ? lingers : endable.has(kind),
    release_seat: lingers,
    settle: machineId !== null && settleable.has(kind),
    refund: isSettled && charge.refundable > 0,
    look_now: seatId !== null && lookable.has(kind),
  } satisfies Record<IncidentAct, boolean>;
  return IncidentAct.options.filter((act) => offers[act]);
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
