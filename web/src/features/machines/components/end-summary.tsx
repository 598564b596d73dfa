import type { Machine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatCoins, formatDateTime, formatElapsed } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { describeEnd } from '../describe-machine.ts';

/** What became of an ended machine: why, what came back, and where to go next. */
export function EndSummary({ machine }: { machine: Machine }) {
  const { charge, readyAt, endedAt } = machine;
  const usedMs = readyAt && endedAt ? new Date(endedAt).getTime() - new Date(readyAt).getTime() : null;
  return (
    <Card>
      <CardTitle>
        <Trans>How it ended</Trans>
      </CardTitle>
      <p className="mb-4">{describeEnd(machine)}</p>
      <Facts
        items={[
          ...(charge ? describeMoney(charge) : []),
          { name: t`Used`, value: usedMs === null ? t`It was never ready` : formatElapsed(usedMs) },
          ...(endedAt ? [{ name: t`Ended`, value: formatDateTime(endedAt) }] : []),
        ]}
      />
      <div className="mt-5 flex flex-wrap gap-2">
        <Button asChild look="coin">
          <Link to={paths.shop}>
            <Trans>Buy again</Trans>
          </Link>
        </Button>
        <Button asChild>
          <Link to={paths.wallet}>
            <Trans>See the wallet</Trans>
          </Link>
        </Button>
      </div>
    </Card>
  );
}

/** What was paid or held, what came back, and what is left of it: the price it really had. */
function describeMoney({ state, price, refunded }: NonNullable<Machine['charge']>) {
  const back = state === 'released' ? price : refunded;
  return [
    { name: state === 'captured' ? t`Paid` : t`Held`, value: formatCoins(price) },
    { name: t`Came back`, value: back === 0 ? t`Nothing` : formatCoins(back) },
    { name: t`Cost in the end`, value: formatCoins(price - back) },
  ];
}
