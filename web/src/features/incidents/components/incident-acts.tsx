import type { IncidentDetail } from '@coinslot/shared/http/admin-incidents.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ReasonButton } from '../../../ui/reason-button.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { endFinding, endLabSession, lookAtSeat, settleMachine } from '../api/act-on-incident.ts';
import { incidentsKey } from '../api/list-incidents.ts';
import { RefundButton } from './refund-button.tsx';
import { ReleaseSeatButton } from './release-seat-button.tsx';

/** What can be done by hand, as far as one may. */
export function IncidentActs({ detail }: { detail: IncidentDetail }) {
  const me = useSignedIn();
  const client = useQueryClient();
  const { acts, incident, session, charge } = detail;
  const { machineId, labSessionId, seatId, findingId } = incident;
  const offers = (act: (typeof acts)[number]) => acts.includes(act);
  function done(words: string): void {
    toast.success(words);
    void client.invalidateQueries({ queryKey: incidentsKey });
  }
  const end = findingId
    ? (reason: string, key: string) => endFinding(findingId, { reason }, key)
    : (reason: string, key: string) => endLabSession(labSessionId ?? '', { reason }, key);
  return (
    <div className="flex flex-wrap gap-2">
      {offers('end_session') && mayDo(me, 'admin.incidents.end_session') ? (
        <ReasonButton
          words={<Trans>Ask the lab again now</Trans>}
          title={t`Ask the lab again now?`}
          description={t`A worker signs in and ends the session, as soon as one has a free place. It cannot be undone; nobody’s machine is on it any more.`}
          act={t`Ask the lab`}
          keep={t`Not now`}
          send={end}
          onDone={() => done(t`A worker is asking the lab.`)}
        />
      ) : null}
      {offers('look_now') && seatId && mayDo(me, 'admin.incidents.look') ? (
        <ReasonButton
          words={<Trans>Look now</Trans>}
          title={t`Look at the seat now?`}
          description={t`A worker reads what the lab lists for it. It ends nothing that was not found twice, and nothing that is not surely ours.`}
          act={t`Look`}
          keep={t`Not now`}
          send={(reason, key) => lookAtSeat(seatId, { reason }, key)}
          onDone={() => done(t`A worker looks as soon as one is free.`)}
        />
      ) : null}
      {offers('settle') && machineId && mayDo(me, 'admin.machines.stop') ? (
        <ReasonButton
          words={<Trans>Settle the machine</Trans>}
          title={t`Settle ${incident.name}?`}
          description={t`It ends now in the ordinary way: its ways in are closed, unused time and held coins go back to its owner, and the lab is asked to end it. It cannot be undone.`}
          act={t`Settle it`}
          keep={t`Leave it`}
          look="danger"
          send={(reason, key) => settleMachine(machineId, { reason }, key)}
          onDone={() => done(t`${incident.name} is settled.`)}
        />
      ) : null}
      {offers('release_seat') && labSessionId && session && mayDo(me, 'admin.incidents.release_seat') ? (
        <ReleaseSeatButton
          labSessionId={labSessionId}
          session={session}
          onDone={() => done(t`The seat is free.`)}
        />
      ) : null}
      {offers('refund') && machineId && charge && mayDo(me, 'admin.machines.refund') ? (
        <RefundButton
          machineId={machineId}
          name={incident.name}
          refundable={charge.refundable}
          onDone={() => done(t`The coins are back with their owner.`)}
        />
      ) : null}
    </div>
  );
}
