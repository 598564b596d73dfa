import type { Need } from '@coinslot/shared/http/admin-overview.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ChevronRight, CircleAlert, CircleCheck, Info } from 'lucide-react';
import { useId } from 'react';
import { Link } from 'react-router';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { sayContract } from '../../../words/say.ts';
import { describeNeed } from '../describe-need.ts';

/** What waits for a person, the worst first; each leads to where it is mended. */
export function NeedList({ needs }: { needs: readonly Need[] }) {
  const id = useId();
  if (needs.length === 0) {
    return (
      <Card className="flex items-center gap-3">
        <CircleCheck aria-hidden className="text-ok size-6 shrink-0" />
        <p className="font-semibold">
          <Trans>Nothing needs you.</Trans>
        </p>
      </Card>
    );
  }
  return (
    <Card aria-labelledby={id}>
      <CardTitle id={id} aside={<Badge tone="coin">{needs.length}</Badge>}>
        <Trans>Needs a person</Trans>
      </CardTitle>
      <ul className="divide-line -mx-4 -mb-4 divide-y sm:-mx-5 sm:-mb-5">
        {needs.map((need) => (
          <li key={`${need.kind} ${need.name} ${JSON.stringify(need.params)}`}>
            <NeedRow need={need} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function NeedRow({ need }: { need: Need }) {
  const { title, path, isBad } = describeNeed(need);
  const Icon = isBad ? CircleAlert : Info;
  const row = (
    <>
      <Icon
        aria-label={isBad ? t`Urgent` : t`Not urgent`}
        className={isBad ? 'text-bad mt-0.5 size-5 shrink-0' : 'text-busy mt-0.5 size-5 shrink-0'}
      />
      <span className="min-w-0 flex-1">
        <span className="block font-semibold break-words">{title}</span>
        <span className="text-soft block text-sm break-words">
          {need.reason ? sayContract(need.reason) : null}
          {need.reason && need.since ? ' · ' : null}
          {need.since ? <Moment at={need.since} /> : null}
        </span>
      </span>
    </>
  );
  const look = 'flex items-start gap-3 px-4 py-3 sm:px-5';
  if (!path) return <div className={look}>{row}</div>;
  return (
    <Link to={path} className={`${look} hover:bg-sunk -outline-offset-3`}>
      {row}
      <ChevronRight aria-hidden className="text-soft size-5 shrink-0 self-center" />
    </Link>
  );
}
