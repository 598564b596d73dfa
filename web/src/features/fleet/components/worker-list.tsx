import type { Worker } from '@coinslot/shared/http/admin-workers.ts';
import type { Me } from '@coinslot/shared/http/me.ts';
import { Trans } from '@lingui/react/macro';
import { memo } from 'react';
import { formatNumber } from '../../../lib/format.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { WorkerRow } from './worker-row.tsx';

const Row = memo(WorkerRow);

/**
 * Every worker as a row that opens. A row is drawn anew only when its worker changed, and is laid out by itself
 * (`contain`), so hundreds stay quick and can still be found by the browser's own search.
 */
export function WorkerList({ workers, me }: { workers: readonly Worker[]; me: Me }) {
  if (workers.length === 0) {
    return (
      <Card className="text-soft">
        <Trans>No worker is enrolled here. Enrol one, and machines can be set up.</Trans>
      </Card>
    );
  }
  return (
    <Card className="overflow-hidden p-0!">
      <div className="px-4 pt-3">
        <CardTitle
          aside={
            <span className="text-soft text-sm">
              <Trans>{formatNumber(workers.length)}, by name</Trans>
            </span>
          }
        >
          <Trans>Workers</Trans>
        </CardTitle>
      </div>
      <ul className="divide-line border-line divide-y border-t">
        {workers.map((worker) => (
          <li key={worker.id} className="contain-content">
            <Row worker={worker} me={me} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
