import type { Machine } from '@coinslot/shared/http/machines.ts';
import type { ReactNode } from 'react';
import { formatMinutes, formatTimeOfDay } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Notice } from '../../../ui/notice.tsx';

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
      {machine.state === 'ready' ? notices : null}
    </div>
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
const lastWarningMs = 2 * minuteMs;
const firstWarningMs = 10 * minuteMs;

function ExpiryNotice({ machine: { expiresAt, autoExtend, extension } }: { machine: Machine }) {
  const now = useNow();
  if (expiresAt === null) return null;
  const leftMs = new Date(expiresAt).getTime() - now;
  if (leftMs > firstWarningMs) return null;
  const last = leftMs <= lastWarningMs;
  const soon = `It ends in less than ${last ? 2 : 10} minutes.`;
  if (extension?.pending) return null;
  return (
    <Line tone={last ? 'bad' : 'coin'}>
      {soon} {autoExtend ? 'More time is bought by itself.' : adviceBeforeEnd(extension?.canExtend === true)}
    </Line>
  );
}

function adviceBeforeEnd(canExtend: boolean): string {
  return canExtend ? 'Save your work, or add time here.' : 'Save your work.';
}

function RestartNotice({ machine: { restart } }: { machine: Machine }) {
  if (restart.pendingSince) {
    return (
      <Line tone="busy">
        It is restarting since {formatTimeOfDay(restart.pendingSince)}. You can log in again when it is back.
      </Line>
    );
  }
  return restart.failure ? <Line tone="coin">The last restart did not work: {restart.failure}</Line> : null;
}

function DegradedNotice({ machine: { health, restart } }: { machine: Machine }) {
  const now = useNow(5000);
  if (health?.state !== 'degraded' || restart.pendingSince) return null;
  const leftMs = health.degradedUntil ? new Date(health.degradedUntil).getTime() - now : null;
  const deadline =
    health.degradedUntil && leftMs !== null && leftMs > 0
      ? ` If it does not come back by ${formatTimeOfDay(health.degradedUntil)}, it is ended`
      : ' It is about to be ended';
  return (
    <Line tone="bad">
      Its way in does not answer
      {health.degradedSince ? ` since ${formatTimeOfDay(health.degradedSince)}` : ''}.{deadline}, and the
      coins for the time since then come back.
      {restart.canRestart ? ' A restart may help.' : ''}
    </Line>
  );
}

function IdleNotice({ machine: { idle } }: { machine: Machine }) {
  const now = useNow(5000);
  if (!idle?.endsAt) return null;
  const leftMs = new Date(idle.endsAt).getTime() - now;
  if (leftMs > firstWarningMs) return null;
  return (
    <Line tone="coin">
      Nobody has used it for {formatMinutes(Math.max(1, idle.limitMinutes - Math.ceil(leftMs / minuteMs)))}.
      It ends at {formatTimeOfDay(idle.endsAt)} unless somebody does: log in, or press a key in an open
      session.
    </Line>
  );
}
