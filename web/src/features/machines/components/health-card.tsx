import type { MachineHealth } from '@coinslot/shared/http/machines.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatAgo } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { say } from '../../../words/say.ts';
import { useMachineHealth } from '../api/get-health.ts';
import { HealthStrip } from './health-strip.tsx';

const looks = {
  unchecked: { tone: 'neutral', text: msg`Not checked yet` },
  ok: { tone: 'ok', text: msg`Answers` },
  failing: { tone: 'coin', text: msg`Last check failed` },
  degraded: { tone: 'bad', text: msg`Does not answer` },
} as const satisfies Record<MachineHealth['state'], { tone: BadgeTone; text: MessageDescriptor }>;

type HealthCardProps = { machineId: string; health: MachineHealth; className?: string };

/** Whether the way in of a ready machine answers, now and in the last checks. */
export function HealthCard({ machineId, health, className }: HealthCardProps) {
  const history = useMachineHealth(machineId, health.checkedAt);
  const now = useNow(5000);
  const known = health.state === 'unchecked' ? (history.data?.items.length ?? 0) : 0;
  // After a restart it is not checked again yet, though earlier checks are shown.
  const { tone, text } =
    known > 0 ? ({ tone: 'neutral', text: msg`Check is due` } as const) : looks[health.state];
  return (
    <Card className={className}>
      <CardTitle aside={<Badge tone={tone}>{say(text)}</Badge>}>
        <Trans>Login check</Trans>
      </CardTitle>
      {history.data ? (
        <HealthStrip checks={history.data.items} />
      ) : history.error ? (
        <p className="text-soft min-h-16 text-sm">
          <Trans>The last checks could not be loaded.</Trans>
        </p>
      ) : (
        <Skeleton className="h-16" />
      )}
      <p className="text-soft mt-2 text-sm">
        {health.checkedAt
          ? t`Checked ${formatAgo(health.checkedAt, now)}, every 30 s.`
          : t`Checked every 30 s.`}
      </p>
    </Card>
  );
}
