import type { Seat } from '@coinslot/shared/http/admin-seats.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Pencil } from 'lucide-react';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatDateTime, formatMinutes, formatNumber } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { say } from '../../../words/say.ts';
import { describeSeat, seatStateLooks } from '../describe-seat.ts';
import { HoursWeek } from '../hours/hours-week.tsx';
import { DeleteSeatButton } from './delete-seat-button.tsx';
import { DisableSeatButton } from './disable-seat-button.tsx';
import { ReopenSeatButton } from './reopen-seat-button.tsx';

/** One account at the lab: whether it can carry a machine now, and what bounds it. */
export function SeatCard({ seat, mayWrite }: { seat: Seat; mayWrite: boolean }) {
  const now = useNow(10_000);
  const look = seatStateLooks[seat.state];
  return (
    <Card className="flex h-full flex-col gap-3">
      <div>
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="text-lg font-bold break-all">{seat.username}</h3>
          <Badge tone={look.tone}>{say(look.label)}</Badge>
        </div>
        <p className="text-soft text-sm break-words">{describeSeat(seat, now)}</p>
        {seat.note ? <p className="text-sm break-words">{seat.note}</p> : null}
      </div>
      <SeatFacts seat={seat} />
      <HoursWeek hours={seat.hours} timeZone={seat.timeZone} />
      {seat.machines.length > 0 ? <SeatMachines machines={seat.machines} /> : null}
      {mayWrite ? (
        <div className="mt-auto flex flex-wrap gap-2 pt-1">
          <LinkButton to={paths.adminSeat(seat.labId, seat.id)} size="small" label={t`Edit ${seat.username}`}>
            <Pencil aria-hidden /> <Trans>Edit</Trans>
          </LinkButton>
          {seat.disabled || seat.breaker ? (
            <ReopenSeatButton seat={seat} />
          ) : (
            <DisableSeatButton seat={seat} />
          )}
          {seat.uses === 0 ? <DeleteSeatButton seat={seat} /> : null}
        </div>
      ) : null}
    </Card>
  );
}

function SeatFacts({ seat }: { seat: Seat }) {
  const facts = [
    { name: t`At once`, value: t`${seat.inUse} of ${seat.maxConcurrent}` },
    {
      name: t`Uses`,
      value:
        seat.maxUses === null
          ? formatNumber(seat.uses)
          : t`${formatNumber(seat.uses)} of ${formatNumber(seat.maxUses)}`,
    },
    {
      name: t`Longest machine`,
      value: seat.maxMinutes === null ? t`No limit` : formatMinutes(seat.maxMinutes),
    },
    {
      name: t`Rest between`,
      value: seat.cooldownMinutes === 0 ? t`None` : formatMinutes(seat.cooldownMinutes),
    },
    { name: t`Password set`, value: formatDateTime(seat.secretChangedAt) },
    { name: t`Signed-in cookies`, value: seat.hasCookies ? t`Kept, encrypted` : t`None` },
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm sm:grid-cols-3">
      {facts.map(({ name, value }) => (
        <div key={name} className="min-w-0">
          <dt className="text-soft">{name}</dt>
          <dd className="font-semibold tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function SeatMachines({ machines }: { machines: Seat['machines'] }) {
  return (
    <ul aria-label={t`Machines on it`} className="flex flex-wrap gap-2">
      {machines.map((machine) => (
        <li key={machine.id}>
          <Link
            to={paths.adminMachine(machine.id)}
            className="border-line bg-sunk hover:bg-coin-wash inline-flex min-h-9 items-center rounded-lg border px-2.5 text-sm font-semibold"
          >
            {machine.name}
            <span className="text-soft ml-1.5 font-normal">{machine.state}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
