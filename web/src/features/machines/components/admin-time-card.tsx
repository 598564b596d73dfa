import type { AdminMachine } from '@coinslot/shared/http/machines.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatCoins, formatDateTime, formatMinutes } from '../../../lib/format.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { say, sayContract } from '../../../words/say.ts';

/** What may still happen to a machine's time: extensions, restart, idling. */
export function AdminTimeCard({ machine }: { machine: AdminMachine }) {
  return (
    <Card>
      <CardTitle>
        <Trans>Time and restarts</Trans>
      </CardTitle>
      <Facts
        items={[
          { name: t`Extension`, value: describeOffer(machine.extension) },
          ...(machine.extension?.latestEndAt
            ? [{ name: t`Latest end`, value: formatDateTime(machine.extension.latestEndAt) }]
            : []),
          { name: t`Auto-extend`, value: describeAutoExtend(machine) },
          { name: t`Restart`, value: describeRestart(machine.restart) },
          { name: t`Idle`, value: describeIdle(machine.idle) },
        ]}
      />
    </Card>
  );
}

const whyNotWords = {
  not_ready: msg`not ready`,
  pending: msg`one is pending`,
  too_late: msg`too late`,
  max_life: msg`longest life reached`,
  restarting: msg`restarting`,
  unreachable: msg`it cannot be reached`,
  lab_closed: msg`the lab is closed`,
  seat_closed: msg`the seat is disabled`,
  seat: msg`the seat's hours or longest use are over by then`,
} satisfies Record<NonNullable<NonNullable<AdminMachine['extension']>['whyNot']>, MessageDescriptor>;

function describeOffer(offer: AdminMachine['extension']): string {
  if (!offer) return t`Not offered`;
  if (offer.pending) {
    const { minutes, requestedAt } = offer.pending;
    return t`${formatMinutes(minutes)} asked of the lab since ${formatDateTime(requestedAt)}`;
  }
  const terms = t`${formatMinutes(offer.minutes)} for ${formatCoins(offer.price)}`;
  if (offer.canExtend) return terms;
  const why = say(offer.whyNot ? whyNotWords[offer.whyNot] : msg`refused`);
  return t`${terms}, not now: ${why}`;
}

function describeAutoExtend({ autoExtend, autoExtendStopped }: AdminMachine): string {
  if (autoExtend) return t`On`;
  return autoExtendStopped ? t`Switched itself off: ${sayContract(autoExtendStopped)}` : t`Off`;
}

function describeRestart({ canRestart, pendingSince, failure }: AdminMachine['restart']): string {
  if (pendingSince) return t`Running since ${formatDateTime(pendingSince)}`;
  if (failure) return t`The last one failed: ${sayContract(failure)}`;
  return canRestart ? t`Possible` : t`Not possible now`;
}

function describeIdle(idle: AdminMachine['idle']): string {
  if (!idle) return t`Never ended for it`;
  const limit = t`Ends after ${formatMinutes(idle.limitMinutes)}`;
  if (!idle.since) return t`${limit}; in use, or the lab does not tell`;
  const since = formatDateTime(idle.since);
  return idle.endsAt
    ? t`${limit}; unused since ${since}, ends ${formatDateTime(idle.endsAt)}`
    : t`${limit}; unused since ${since}`;
}
