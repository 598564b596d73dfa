import { t } from '@lingui/core/macro';
import type { Held } from '../special-keys.ts';
import { type SpecialKey, specialKeys } from '../special-keys.ts';

type KeyBarProps = { held: Held; onPress: (key: SpecialKey) => void };

/** The keys that the keyboard of a phone lacks. Ctrl and Alt hold for the next key. */
export function KeyBar({ held, onPress }: KeyBarProps) {
  const names: Partial<Record<SpecialKey, string>> = {
    '←': t`Left arrow`,
    '↑': t`Up arrow`,
    '↓': t`Down arrow`,
    '→': t`Right arrow`,
    '|': t`Pipe`,
    '/': t`Slash`,
    '-': t`Hyphen`,
    '~': t`Tilde`,
  };
  const isHeld = { Ctrl: held.ctrl, Alt: held.alt };
  return (
    <div
      role="toolbar"
      aria-label={t`Keys`}
      className="grid grid-cols-6 gap-1 sm:grid-cols-12 pointer-fine:hidden"
    >
      {specialKeys.map((key) => (
        <button
          key={key}
          type="button"
          aria-label={names[key] ?? key}
          aria-pressed={key === 'Ctrl' || key === 'Alt' ? isHeld[key] : undefined}
          // The terminal keeps the focus, or the phone's keyboard would go.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPress(key)}
          className="aria-pressed:bg-coin aria-pressed:text-coin-ink border-line-strong bg-panel text-ink min-h-11 rounded-lg border font-mono text-sm font-semibold select-none"
        >
          {key}
        </button>
      ))}
    </div>
  );
}
