import type { MachineHealthHistory } from '@coinslot/shared/http/machines.ts';
import { plural, t } from '@lingui/core/macro';
import { classNames } from '../../../lib/class-names.ts';
import { formatClock } from '../../../lib/format.ts';
import { sayContract } from '../../../words/say.ts';

type Check = MachineHealthHistory['items'][number];

const shownChecks = 40;

/** The last checks as bars, oldest first, and the same in words. `checks` are newest first. */
export function HealthStrip({ checks }: { checks: readonly Check[] }) {
  const shown = checks.slice(0, shownChecks).toReversed();
  return (
    <div className="min-h-16">
      <div aria-hidden className="flex h-8 items-end gap-[3px]">
        {Array.from({ length: shownChecks - shown.length }, (_, place) => (
          <span key={`none-${place}`} className="bg-line h-2 flex-1 rounded-full" />
        ))}
        {shown.map((check) => (
          <span
            key={check.at}
            title={describeCheck(check)}
            className={classNames('flex-1 rounded-full', check.ok ? 'bg-ok h-5' : 'bg-bad h-8')}
          />
        ))}
      </div>
      <p className="mt-2 text-sm">{describeChecks(shown)}</p>
    </div>
  );
}

function describeCheck({ at, ok, latencyMs, detail }: Check): string {
  return `${formatClock(at)}: ${describeAnswer({ ok, latencyMs, detail })}`;
}

/** What one check found: that it answered and how fast, or why not. */
export function describeAnswer({
  ok,
  latencyMs,
  detail,
}: Pick<Check, 'ok' | 'latencyMs' | 'detail'>): string {
  if (!ok) return detail ? sayContract(detail) : t`no answer`;
  return latencyMs === null ? t`answered` : t`answered in ${latencyMs} ms`;
}

function describeChecks(shown: readonly Check[]): string {
  if (shown.length === 0) return t`No check has come in yet.`;
  const failed = shown.filter((check) => !check.ok);
  const last = failed.at(-1);
  if (!last)
    return t`${plural(shown.length, { one: 'It answered the check.', other: 'It answered all of the last # checks.' })}`;
  const at = formatClock(last.at);
  const missed = t`It missed ${failed.length} of the last ${shown.length} checks, the last at ${at}.`;
  return last.detail ? `${missed} ${sayContract(last.detail)}` : missed;
}
