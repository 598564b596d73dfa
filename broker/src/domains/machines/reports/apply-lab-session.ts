import { type LabSessionState, labSessionMoves } from '@coinslot/shared/states/lab-session.ts';
import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';
import { tellChanged } from '../life/append-event.ts';
import { applied, refused, type ReportOutcome, type ReportScope } from './hold.ts';
import { lockLabSession } from './lock-lab-session.ts';
import type { ReportOf } from './report-of.ts';

type LabSessionReport =
  | ReportOf<'lab_session_started'>
  | ReportOf<'lab_session_live'>
  | ReportOf<'lab_session_ending'>;

/** The lab session moved on. A report that lags behind what is known already changes nothing. */
export async function applyLabSession(
  tx: Tx,
  { ctx, machine }: ReportScope,
  body: LabSessionReport,
): Promise<ReportOutcome> {
  const from = await lockLabSession(tx, machine.id, body.labSessionId);
  if (from === null) return refused('this lab session was never announced');
  const to = newState[body.kind];
  const moves = labSessionMoves[from] satisfies readonly LabSessionState[] as readonly LabSessionState[];
  const state = moves.includes(to) ? to : from;
  if (from === 'ended') return refused('this lab session ended already');
  const labRef = body.kind === 'lab_session_ending' ? null : body.labRef;
  const endsInMs = body.kind === 'lab_session_live' ? body.endsInMs : null;
  await tx.execute(sql`
    update lab_sessions set
      state = ${state},
      lab_ref = coalesce(${labRef}, lab_ref),
      started_at = case when ${state} = 'starting' then coalesce(started_at, now()) else started_at end,
      live_at = case when ${state} = 'live' then coalesce(live_at, now()) else live_at end,
      ending_at = case when ${state} = 'ending' then coalesce(ending_at, now()) else ending_at end,
      lab_ends_at = coalesce(now() + ${endsInMs}::double precision * interval '1 millisecond', lab_ends_at)
    where id = ${body.labSessionId}
  `);
  tellChanged(tx, ctx, machine.id);
  return applied;
}

const newState = {
  lab_session_started: 'starting',
  lab_session_live: 'live',
  lab_session_ending: 'ending',
} as const satisfies Record<LabSessionReport['kind'], LabSessionState>;
