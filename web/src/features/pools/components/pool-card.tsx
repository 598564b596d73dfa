import type { Pool } from '@coinslot/shared/http/admin-pools.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Pencil } from 'lucide-react';
import { paths } from '../../../app/paths.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { LoadBar } from '../../../ui/load-bar.tsx';
import { DeletePoolButton } from './delete-pool-button.tsx';

/** One pool: who works in it, how full it is, and what depends on it. */
export function PoolCard({ pool, mayWrite }: { pool: Pool; mayWrite: boolean }) {
  return (
    <Card className="flex h-full flex-col gap-4">
      <div>
        <h2 className="text-lg font-bold break-words">{pool.name}</h2>
        {pool.description ? <p className="text-soft break-words">{pool.description}</p> : null}
      </div>
      {pool.labels.length > 0 ? (
        <ul aria-label={t`Labels`} className="flex flex-wrap gap-1.5">
          {pool.labels.map((label) => (
            <li key={label}>
              <Badge>{label}</Badge>
            </li>
          ))}
        </ul>
      ) : null}
      <LoadBar used={pool.used} capacity={pool.slots} />
      <dl className="[&_dt]:text-soft grid grid-cols-3 gap-x-4 text-sm [&_dd]:font-semibold [&_dd]:tabular-nums">
        <div>
          <dt>
            <Trans>Workers up</Trans>
          </dt>
          <dd>
            <Trans>
              {pool.workersUp} of {pool.workers}
            </Trans>
          </dd>
        </div>
        <div>
          <dt>
            <Trans>Waiting</Trans>
          </dt>
          <dd>{pool.waiting}</dd>
        </div>
        <div>
          <dt>
            <Trans>Products</Trans>
          </dt>
          <dd>{pool.products}</dd>
        </div>
      </dl>
      {pool.products > 0 && pool.workersUp === 0 ? (
        <p className="text-bad text-sm font-medium">
          <Trans>No worker of it is up: its products cannot be served now.</Trans>
        </p>
      ) : null}
      {mayWrite ? (
        <div className="mt-auto flex flex-wrap gap-2">
          <LinkButton to={paths.adminPool(pool.id)} size="small" label={t`Edit ${pool.name}`}>
            <Pencil aria-hidden /> <Trans>Edit</Trans>
          </LinkButton>
          <DeletePoolButton pool={pool} />
        </div>
      ) : null}
    </Card>
  );
}
