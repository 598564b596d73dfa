import type { AdminMachineRow as Row } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Bird, Camera, FlaskConical } from 'lucide-react';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatCoins } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { say } from '../../../words/say.ts';
import { describeEnd, stateLabels, stateTones } from '../describe-machine.ts';

/** One machine of the admin's list: a card on a phone, a line on a wide screen. */
export function AdminMachineRow({ machine }: { machine: Row }) {
  return (
    <Link
      to={paths.adminMachine(machine.id)}
      className="hover:bg-sunk grid gap-x-4 gap-y-1 px-4 py-3 md:grid-cols-[1.3fr_1fr_1.6fr_9rem] md:items-center"
    >
      <div className="min-w-0">
        <p className="font-bold break-all">{machine.name}</p>
        <p className="text-soft text-sm">{machine.productName}</p>
      </div>
      <div className="min-w-0 text-sm">
        <p className="break-words">{machine.ownerName ?? t`Nobody`}</p>
        <p className="text-soft break-all">
          {machine.workerName ? t`on ${machine.workerName}` : t`no worker`}
        </p>
      </div>
      <div className="min-w-0 space-y-1 text-sm">
        <div className="flex flex-wrap gap-1.5">
          <Badge tone={stateTones[machine.state]}>{say(stateLabels[machine.state])}</Badge>
          {machine.purpose === 'canary' ? (
            <Badge>
              <Bird aria-hidden /> <Trans>Canary</Trans>
            </Badge>
          ) : null}
          {machine.labSessionOpen && machine.endedAt ? (
            <Badge tone="coin">
              <FlaskConical aria-hidden /> <Trans>Lab session open</Trans>
            </Badge>
          ) : null}
          {machine.evidenceCount > 0 ? (
            <Badge tone="bad">
              <Camera aria-hidden /> <Trans>Evidence: {machine.evidenceCount}</Trans>
            </Badge>
          ) : null}
        </div>
        {machine.endedAt ? <p className="text-soft">{describeEnd(machine)}</p> : null}
      </div>
      <div className="text-soft text-sm md:text-right">
        <Moment at={machine.requestedAt} />
        <span className="md:block">
          <span className="md:hidden"> · </span>
          {formatCoins(machine.price)}
          {machine.refunded > 0 ? t`, ${machine.refunded} back` : ''}
        </span>
      </div>
    </Link>
  );
}
