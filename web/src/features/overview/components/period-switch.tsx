import { t } from '@lingui/core/macro';
import { classNames } from '../../../lib/class-names.ts';
import { type Period, periods } from '../api/get-overview.ts';

type PeriodSwitchProps = { days: Period; onChange: (days: Period) => void };

/** How far the numbers look back. */
export function PeriodSwitch({ days, onChange }: PeriodSwitchProps) {
  const words = { '1': t`Today`, '7': t`7 days`, '30': t`30 days` } satisfies Record<Period, string>;
  return (
    <div
      role="group"
      aria-label={t`Period`}
      className="bg-sunk ring-line flex rounded-xl p-1 ring-1 ring-inset"
    >
      {periods.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === days}
          onClick={() => onChange(each)}
          className={classNames(
            'min-h-9 rounded-lg px-3.5 text-sm font-semibold',
            each === days ? 'bg-panel text-ink shadow-card' : 'text-soft hover:text-ink',
          )}
        >
          {words[each]}
        </button>
      ))}
    </div>
  );
}
