import type { MachineHealth } from '@coinslot/shared/http/machines.ts';
import { formatAgo } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useMachineHealth } from '../api/get-health.ts';
import { HealthStrip } from './health-strip.tsx';

const looks = {
  unchecked: { tone: 'neutral', text: 'Not checked yet' },
  ok: { tone: 'ok', text: 'Answers' },
  failing: { tone: 'coin', text: 'Last check failed' },
  degraded: { tone: 'bad', text: 'Does not answer' },
} as const satisfies Record<MachineHealth['state'], { tone: BadgeTone; text: string }>;

type HealthCardProps = { machineId: string; health: MachineHealth; className?: string };

/** Whether the way in of a ready machine answers, now and in the last checks. */
export function HealthCard({ machineId, health, className }: HealthCardProps) {
  const history = useMachineHealth(machineId, health.checkedAt);
  const now = useNow(5000);
  const known = health.state === 'unchecked' ? (history.data?.items.length ?? 0) : 0;
  // After a restart it is not checked again yet, though earlier checks are shown.
  const { tone, text } =
    known > 0 ? ({ tone: 'neutral', text: 'Check is due' } as const) : looks[health.state];
  return (
    <Card className={className}>
      <CardTitle aside={<Badge tone={tone}>{text}</Badge>}>Login check</CardTitle>
      {history.data ? (
        <HealthStrip checks={history.data.items} />
      ) : history.error ? (
        <p className="text-soft min-h-16 text-sm">The last checks could not be loaded.</p>
      ) : (
        <Skeleton className="h-16" />
      )}
      <p className="text-soft mt-2 text-sm">
        {health.checkedAt
          ? `Checked ${formatAgo(health.checkedAt, now)}, every 30 s.`
          : 'Checked every 30 s.'}
      </p>
    </Card>
  );
}
