import { classNames } from '../lib/class-names.ts';
import { useReadOnly } from './read-only.ts';

type SwitchProps = {
  on: boolean;
  onChange: (on: boolean) => void;
  labelledBy: string;
  describedBy?: string;
  pending?: boolean;
  disabled?: boolean;
};

/** On or off, at once. Its label stands beside it. */
export function Switch({ on, onChange, labelledBy, describedBy, pending = false, disabled }: SwitchProps) {
  const readOnly = useReadOnly();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-busy={pending}
      disabled={disabled === true || pending || readOnly}
      onClick={() => onChange(!on)}
      className={classNames(
        'relative h-8 w-14 shrink-0 rounded-full border-2 transition-colors disabled:opacity-55',
        on ? 'border-coin-ink bg-coin' : 'border-line-strong bg-sunk',
      )}
    >
      <span
        aria-hidden
        className={classNames(
          'absolute top-1/2 left-1 size-5 -translate-y-1/2 rounded-full transition-transform',
          on ? 'translate-x-6 bg-coin-ink' : 'translate-x-0 bg-line-strong',
          pending && 'animate-pulse',
        )}
      />
    </button>
  );
}
