import type { Pool } from '@coinslot/shared/http/admin-pools.ts';
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
        <ul aria-label="Labels" className="flex flex-wrap gap-1.5">
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
          <dt>Workers up</dt>
          <dd>
            {pool.workersUp} of {pool.workers}
          </dd>
        </div>
        <div>
          <dt>Waiting</dt>
          <dd>{pool.waiting}</dd>
        </div>
        <div>
          <dt>Products</dt>
          <dd>{pool.products}</dd>
        </div>
      </dl>
      {pool.products > 0 && pool.workersUp === 0 ? (
        <p className="text-bad text-sm font-medium">
          No worker of it is up: its products cannot be served now.
        </p>
      ) : null}
      {mayWrite ? (
        <div className="mt-auto flex flex-wrap gap-2">
          <LinkButton to={paths.adminPool(pool.id)} size="small" label={`Edit ${pool.name}`}>
            <Pencil aria-hidden /> Edit
          </LinkButton>
          <DeletePoolButton pool={pool} />
        </div>
      ) : null}
    </Card>
  );
}
