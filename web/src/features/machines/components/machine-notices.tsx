import type { Machine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatMinutes, formatTimeOfDay } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Notice } from '../../../ui/notice.tsx';
import { sayContract } from '../../../words/say.ts';
import { describeLessThan, warningTimes } from '../warning-times.ts';

/** What a member must know about a ready machine now. The region stays, so its changes are read out politely. */
export function MachineNotices({ machine }: { machine: Machine }) {
  const notices = [
    <ExpiryNotice key="expiry" machine={machine} />,
    <RestartNotice key="restart" machine={machine} />,
    <DegradedNotice key="degraded" machine={machine} />,
    <IdleNotice key="idle" machine={machine} />,
  ];
  return (
    <div role="status" aria-live="polite" className="space-y-3 empty:hidden">
      {machine.state === 'ready' ? notices : <OperatorNotice machine={machine} />}
    </div>
  );
}

/** While it is being set up a person of the house may have to do something by hand at the lab. */
function OperatorNotice({ machine: { needsOperatorUntil, state } }: { machine: Machine }) {
  if (needsOperatorUntil === null || state !== 'provisioning') return null;
  return (
    <Line tone="busy">
      <Trans>
        The lab asks its account holder for something: a person of this site has until{' '}
        {formatTimeOfDay(needsOperatorUntil)} to do it. Else it is given up, and all your coins come back.
      </Trans>
    </Line>
  );
}

function Line({ tone, children }: { tone: 'bad' | 'coin' | 'busy'; children: ReactNode }) {
  return (
    <Notice tone={tone} announced={false}>
      {children}
    </Notice>
  );
}

const minuteMs = 60_000;

function ExpiryNotice({ machine }: { machine: Machine }) {
  const { expiresAt, autoExtend, extension } = machine;
  const now = useNow();
  if (expiresAt === null) return null;
  const leftMs = new Date(expiresAt).getTime() - now;
  const { firstMs, lastMs } = warningTimes(machine);
  if (leftMs > firstMs) return null;
  const last = leftMs <= lastMs;
  const soon = t`It ends in ${describeLessThan(last ? lastMs : firstMs)}.`;
  if (extension?.pending) return null;
  return (
    <Line tone={last ? 'bad' : 'coin'}>
      {soon} {autoExtend ? t`More time is bought by itself.` : adviceBeforeEnd(extension?.canExtend === true)}
    </Line>
  );
}

function adviceBeforeEnd(canExtend: boolean): string {
  return canExtend ? t`Save your work, or add time here.` : t`Save your work.`;
}

function RestartNotice({ machine: { restart } }: { machine: Machine }) {
  return restart.failure && !restart.pendingSince ? (
    <Line tone="coin">
      <Trans>The last restart did not work: {sayContract(restart.failure)}</Trans>
    </Line>
  ) : null;
}

function DegradedNotice({ machine: { health, restart } }: { machine: Machine }) {
  const now = useNow(5000);
  if (health?.state !== 'degraded' || restart.pendingSince) return null;
  const leftMs = health.degradedUntil ? new Date(health.degradedUntil).getTime() - now : null;
  const deadline =
    health.degradedUntil && leftMs !== null && leftMs > 0
      ? t`If it does not come back by ${formatTimeOfDay(health.degradedUntil)}, it is ended, and the coins for the time since then come back.`
      : t`It is about to be ended, and the coins for the time since then come back.`;
  return (
    <Line tone="bad">
      {health.degradedSince
        ? t`Its way in does not answer since ${formatTimeOfDay(health.degradedSince)}.`
        : t`Its way in does not answer.`}{' '}
      {deadline} {restart.canRestart ? t`A restart may help.` : ''}
    </Line>
  );
}

function IdleNotice({ machine: { idle, expiresAt } }: { machine: Machine }) {
  const now = useNow(5000);
  if (!idle?.endsAt) return null;
  const leftMs = new Date(idle.endsAt).getTime() - now;
  if (leftMs > Math.min(10, idle.limitMinutes / 2) * minuteMs) return null;
  // What ends it first is warned about: two warnings of one end are one too many.
  if (expiresAt !== null && new Date(expiresAt) <= new Date(idle.endsAt)) return null;
  return (
    <Line tone="coin">
      <Trans>
        Nobody has used it for {formatMinutes(Math.max(1, idle.limitMinutes - Math.ceil(leftMs / minuteMs)))}.
        It ends at {formatTimeOfDay(idle.endsAt)} unless somebody does: log in, or press a key in an open
        session. Ended so, nothing comes back.
      </Trans>
    </Line>
  );
}
