import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatClock } from '../../../lib/format.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { useAdminEvents } from '../api/list-admin-events.ts';
import { describeEvent } from '../describe-event.ts';

type EventListProps = { machineId: string; refetchInterval: number | false };

/** Everything that happened to a machine, numbered. */
export function EventList({ machineId, refetchInterval }: EventListProps) {
  const events = useAdminEvents(machineId, refetchInterval);
  return (
    <QueryView
      query={events}
      loading={<SkeletonList rows={5} rowClassName="h-7" />}
      empty={{
        when: (page) => page.items.length === 0,
        show: (
          <p className="text-soft">
            <Trans>Nothing happened yet.</Trans>
          </p>
        ),
      }}
    >
      {(page) => (
        <ol
          className="scroll-hint max-h-96 space-y-1 overflow-y-auto text-sm"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={t`Events`}
        >
          {page.items.map((event) => (
            <li key={event.n} className="flex gap-3">
              <span className="text-soft w-6 shrink-0 text-right tabular-nums">{event.n}</span>
              <time dateTime={event.at} className="text-soft shrink-0 tabular-nums">
                {formatClock(event.at)}
              </time>
              <span className="min-w-0 break-words">{describeEvent(event)}</span>
            </li>
          ))}
        </ol>
      )}
    </QueryView>
  );
}
