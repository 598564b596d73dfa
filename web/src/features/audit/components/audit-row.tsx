import type { AuditEntry } from '@coinslot/shared/http/audit.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { describeAction } from '../describe-action.ts';
import { findTargetName } from '../find-target-name.ts';

/** One act: who did what to what, why, and what changed. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const name = findTargetName(entry);
  const changed = isSomething(entry.before) || isSomething(entry.after);
  return (
    <div className="space-y-1 px-4 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="min-w-0 break-words">
          <span className="font-bold">{entry.actorName}</span> {describeAction(entry.action)}
          {name ? <span className="font-bold">: {name}</span> : null}
        </span>
        <time dateTime={entry.at} className="text-soft text-sm">
          {formatDateTime(entry.at)}
        </time>
      </p>
      {entry.reason ? <p className="break-words">{entry.reason}</p> : null}
      <p className="text-soft text-sm break-all">
        <code className="font-mono">{entry.action}</code> · {entry.targetKind} {entry.targetId}
        {entry.address ? ` · from ${entry.address}` : ''}
      </p>
      {changed ? (
        <details className="text-sm">
          <summary className="font-semibold">What changed</summary>
          <div className="mt-2 grid gap-2 md:grid-cols-2">
            <Value title="Before" value={entry.before} />
            <Value title="After" value={entry.after} />
          </div>
        </details>
      ) : null}
    </div>
  );
}

function Value({ title, value }: { title: string; value: unknown }) {
  return (
    <div className="min-w-0">
      <p className="text-soft">{title}</p>
      <pre className="bg-screen text-screen-text rounded-lg p-2.5 font-mono text-[0.8rem] [overflow-wrap:anywhere] whitespace-pre-wrap">
        {isSomething(value) ? JSON.stringify(value, null, 2) : 'Nothing'}
      </pre>
    </div>
  );
}

function isSomething(value: unknown): boolean {
  return value !== null && value !== undefined;
}
