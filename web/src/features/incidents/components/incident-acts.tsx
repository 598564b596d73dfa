import type { IncidentAct, IncidentDetail } from '@coinslot/shared/http/admin-incidents.ts';
import type { Permission } from '@coinslot/shared/permissions.ts';
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

const permissions = {
  end_session: 'admin.incidents.end_session',
  release_seat: 'admin.incidents.release_seat',
  settle: 'admin.machines.stop',
  refund: 'admin.machines.refund',
  look_now: 'admin.incidents.look',
} satisfies Record<IncidentAct, Permission>;

/** What can be done by hand, as far as one may. */
export function IncidentActs({ detail }: { detail: IncidentDetail }) {
  const me = useSignedIn();
  const allowed = detail.acts.filter((act) => mayDo(me, permissions[act]));
  return (
    <div className="flex flex-wrap gap-2">
      {allowed.map((act) => (
        <Act key={act} act={act} detail={detail} />
      ))}
    </div>
  );
}

function Act({ act, detail }: { act: IncidentAct; detail: IncidentDetail }) {
  const client = useQueryClient();
  const { name, machineId, labSessionId, seatId, findingId } = detail.incident;
  function done(words: string): void {
    toast.success(words);
    void client.invalidateQueries({ queryKey: incidentsKey });
  }
  switch (act) {
    case 'end_session':
      return (
        <ReasonButton
          words={<Trans>Ask the lab again now</Trans>}
          title={t`Ask the lab again now?`}
          description={t`A worker signs in and ends the session, as soon as one has a free place. It cannot be undone; nobody’s machine is on it any more.`}
          act={t`Ask the lab`}
          keep={t`Not now`}
          send={(reason, key) =>
            findingId
              ? endFinding(findingId, { reason }, key)
              : endLabSession(labSessionId ?? '', { reason }, key)
          }
          onDone={() => done(t`A worker is asking the lab.`)}
        />
      );
    case 'look_now':
      return (
        <ReasonButton
          words={<Trans>Look now</Trans>}
          title={t`Look at the seat now?`}
          description={t`A worker reads what the lab lists for it. It ends nothing that was not found twice, and nothing that is not surely ours.`}
          act={t`Look`}
          keep={t`Not now`}
          send={(reason, key) => lookAtSeat(seatId ?? '', { reason }, key)}
          onDone={() => done(t`A worker looks as soon as one is free.`)}
        />
      );
    case 'settle':
      return (
        <ReasonButton
          words={<Trans>Settle the machine</Trans>}
          title={t`Settle ${name}?`}
          description={t`It ends now in the ordinary way: its ways in are closed, unused time and held coins go back to its owner, and the lab is asked to end it. It cannot be undone.`}
          act={t`Settle it`}
          keep={t`Leave it`}
          look="danger"
          send={(reason, key) => settleMachine(machineId ?? '', { reason }, key)}
          onDone={() => done(t`${name} is settled.`)}
        />
      );
    case 'release_seat':
      return detail.session ? (
        <ReleaseSeatButton
          labSessionId={labSessionId ?? ''}
          session={detail.session}
          onDone={() => done(t`The seat is free.`)}
        />
      ) : null;
    case 'refund':
      return (
        <RefundButton
          machineId={machineId ?? ''}
          name={name}
          refundable={detail.charge?.refundable ?? 0}
          onDone={() => done(t`The coins are back with their owner.`)}
        />
      );
  }
}
