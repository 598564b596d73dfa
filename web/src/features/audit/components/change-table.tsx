import { t } from '@lingui/core/macro';
import type { Change } from '../list-changes.ts';

/** Field by field what was and what is. On a phone both stand below the field's name. */
export function ChangeTable({ changes }: { changes: readonly Change[] }) {
  return (
    <dl className="border-line mt-2 overflow-hidden rounded-lg border">
      {changes.map(({ field, before, after }) => (
        <div
          key={field}
          className="border-line grid gap-x-3 gap-y-1 border-t px-3 py-2 first:border-t-0 md:grid-cols-[14rem_1fr_1fr]"
        >
          <dt className="text-soft font-mono text-[0.8rem] break-all">{field}</dt>
          <Value mark="−" label={t`Before`} text={before} className="bg-bad-wash text-bad" />
          <Value mark="+" label={t`After`} text={after} className="bg-ok-wash text-ok" />
        </div>
      ))}
    </dl>
  );
}

type ValueProps = { mark: string; label: string; text: string | null; className: string };

function Value({ mark, label, text, className }: ValueProps) {
  if (text === null) return <dd className="max-md:hidden" />;
  return (
    <dd
      className={`rounded px-2 py-0.5 font-mono text-[0.8rem] break-words whitespace-pre-wrap ${className}`}
    >
      <span className="sr-only">{label}: </span>
      <span aria-hidden>{mark} </span>
      {text}
    </dd>
  );
}
