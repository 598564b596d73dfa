import type { CoinDay } from '@coinslot/shared/http/admin-overview.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { formatCoins } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { type Flow, flows } from '../flows.ts';
import { CoinChart } from './coin-chart.tsx';
import { CoinTable } from './coin-table.tsx';

const colours = {
  granted: 'bg-coin',
  spent: 'bg-link',
  refunded: 'bg-busy',
} satisfies Record<Flow, string>;

/** Coins by day, as a picture or as a table. */
export function CoinCard({ days }: { days: readonly CoinDay[] }) {
  const [asTable, setAsTable] = useState(false);
  const words = { granted: t`Given out`, spent: t`Spent`, refunded: t`Given back` } satisfies Record<
    Flow,
    string
  >;
  return (
    <Card>
      <CardTitle
        aside={
          <Button size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? t`Show the picture` : t`Show the numbers`}
          </Button>
        }
      >
        <Trans>Coins by day</Trans>
      </CardTitle>
      <ul className="mb-4 flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {flows.map((flow) => (
          <li key={flow} className="flex items-center gap-2">
            <span aria-hidden className={`size-3 rounded-sm ${colours[flow]}`} />
            {words[flow]}: <span className="font-bold">{formatCoins(sum(days, flow))}</span>
          </li>
        ))}
      </ul>
      {asTable ? <CoinTable days={days} words={words} /> : <CoinChart days={days} words={words} />}
    </Card>
  );
}

function sum(days: readonly CoinDay[], flow: Flow): number {
  return days.reduce((total, day) => total + day[flow], 0);
}
