import type { Machine } from '@coinslot/shared/http/machines.ts';
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
      <CardTitle>How it ended</CardTitle>
      <p className="mb-4">{describeEnd(machine)}</p>
      <Facts
        items={[
          { name: 'Price', value: formatCoins(charge?.price ?? 0) },
          { name: 'Came back', value: cameBack(machine) },
          { name: 'Used', value: usedMs === null ? 'It was never ready' : formatElapsed(usedMs) },
          ...(endedAt ? [{ name: 'Ended', value: formatDateTime(endedAt) }] : []),
        ]}
      />
      <div className="mt-5 flex flex-wrap gap-2">
        <Button asChild look="coin">
          <Link to={paths.shop}>Buy again</Link>
        </Button>
        <Button asChild>
          <Link to={paths.wallet}>See the wallet</Link>
        </Button>
      </div>
    </Card>
  );
}

function cameBack({ charge }: Machine): string {
  if (charge === null) return 'Nothing';
  if (charge.state === 'released') return `All ${formatCoins(charge.price)}`;
  return charge.refunded > 0 ? formatCoins(charge.refunded) : 'Nothing';
}
