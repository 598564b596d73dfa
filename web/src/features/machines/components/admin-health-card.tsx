import type { AdminMachine, MachineHealthHistory } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatClock, formatDateTime } from '../../../lib/format.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useAdminHealth } from '../api/get-admin-health.ts';
import { describeAnswer, HealthStrip } from './health-strip.tsx';

const refreshMs = 15_000;

/** Whether the way in answers, and every check that is kept; also of a machine that has ended. */
export function AdminHealthCard({ machine }: { machine: AdminMachine }) {
  const history = useAdminHealth(machine.id, machine.state === 'ready' ? refreshMs : false);
  const { health } = machine;
  return (
    <Card>
      <CardTitle>
        <Trans>Health</Trans>
      </CardTitle>
      {health?.state === 'degraded' ? (
        <Notice tone="bad" className="mb-3">
          {health.degradedSince ? t`Degraded since ${formatDateTime(health.degradedSince)}.` : t`Degraded.`}{' '}
          {health.degradedUntil ? t`Given up with a refund at ${formatDateTime(health.degradedUntil)}.` : ''}
        </Notice>
      ) : null}
      <QueryView query={history} loading={<Skeleton className="h-16" />}>
        {({ items }) => (
          <>
            <HealthStrip checks={items} />
            <Checks items={items} />
          </>
        )}
      </QueryView>
    </Card>
  );
}

function Checks({ items }: MachineHealthHistory) {
  if (items.length === 0) return null;
  return (
    <details className="mt-2 text-sm">
      <summary className="font-semibold">
        <Trans>All {items.length} checks</Trans>
      </summary>
      <ul
        aria-label={t`All checks`}
        className="mt-2 max-h-72 space-y-1 overflow-y-auto"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {items.map((check) => (
          <li key={check.at} className="flex gap-3">
            <time dateTime={check.at} className="text-soft shrink-0 tabular-nums">
              {formatClock(check.at)}
            </time>
            <span className={check.ok ? '' : 'text-bad font-medium'}>{describeAnswer(check)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
