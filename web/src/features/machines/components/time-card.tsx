import type { Machine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatMinutes, formatTimeOfDay } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { AutoExtendSwitch } from './auto-extend-switch.tsx';

/** When a ready machine ends and what moves that: more time, and idling. */
export function TimeCard({ machine, className }: { machine: Machine; className?: string }) {
  const { expiresAt, extension, idle } = machine;
  const now = useNow(15_000);
  return (
    <Card className={className}>
      <CardTitle>
        <Trans>Time</Trans>
      </CardTitle>
      <div className="space-y-4">
        <Facts
          items={[
            ...(expiresAt ? [{ name: t`Ends`, value: formatTimeOfDay(expiresAt) }] : []),
            ...(extension?.latestEndAt
              ? [{ name: t`At the latest, with more time`, value: formatTimeOfDay(extension.latestEndAt) }]
              : []),
            ...(idle ? [{ name: t`Ends when idle for`, value: formatMinutes(idle.limitMinutes) }] : []),
            ...(idle ? [{ name: t`Used`, value: describeUse(idle.since, now) }] : []),
          ]}
        />
        {idle ? (
          <p className="text-soft text-sm">
            <Trans>
              Anything you do on it counts as use, and so does a program that keeps it busy. Ended for idling,
              it gives nothing back.
            </Trans>
          </p>
        ) : null}
        {extension ? <AutoExtendSwitch machine={machine} offer={extension} /> : null}
      </div>
    </Card>
  );
}

function describeUse(since: string | null, now: number): string {
  if (since === null) return t`Just now`;
  const minutes = Math.floor((now - new Date(since).getTime()) / 60_000);
  return minutes < 1 ? t`Just now` : t`Not for ${formatMinutes(minutes)}`;
}
