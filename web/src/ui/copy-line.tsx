import { t } from '@lingui/core/macro';
import { classNames } from '../lib/class-names.ts';
import { CopyButton } from './copy-button.tsx';

type CopyLineProps = { label: string; text: string; hint?: string; prominent?: boolean };

/** Text to be copied, in full even on a phone. */
export function CopyLine({ label, text, hint, prominent = false }: CopyLineProps) {
  return (
    <div className="min-w-0">
      <p className="text-soft mb-1 text-sm font-semibold">{label}</p>
      <div
        className={classNames(
          'flex items-center gap-1 rounded-xl border py-1 pr-1 pl-3.5',
          prominent
            ? 'border-screen bg-screen text-screen-text [&_button]:text-screen-text [&_button:hover]:bg-[#3a2e4b]'
            : 'border-line bg-sunk',
        )}
      >
        <code className="min-w-0 flex-1 py-1.5 font-mono text-[0.92rem] break-all whitespace-pre-wrap">
          {text}
        </code>
        <CopyButton text={text} label={t`Copy: ${label}`} />
      </div>
      {hint ? <p className="text-soft mt-1 text-sm">{hint}</p> : null}
    </div>
  );
}
