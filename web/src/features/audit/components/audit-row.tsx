import type { AuditEntry } from '@coinslot/shared/http/audit.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { sayKeptName } from '../../../words/say-kept.ts';
import { describeAction } from '../describe-action.ts';
import { findTargetName } from '../find-target-name.ts';
import { findTargetPath } from '../find-target-path.ts';
import { listChanges } from '../list-changes.ts';
import { ChangeTable } from './change-table.tsx';

const linkLook = 'decoration-line-strong font-bold underline underline-offset-3 hover:decoration-2';

/** One act: who did what to what, and why; folded away, what changed, and how programs name the act and its target. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const actor = sayKeptName(entry.actorName);
  // Who acts on their own account is named once.
  const isOwn = entry.targetKind === 'user' && entry.targetId === entry.actorId;
  const target = isOwn ? null : nameTarget(entry);
  const path = findTargetPath(entry);
  const changes = listChanges(entry.before, entry.after);
  return (
    <div className="space-y-1 px-4 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="min-w-0 break-words">
          {entry.actorId ? (
            <Link to={paths.adminUser(entry.actorId)} className={linkLook}>
              {actor}
            </Link>
          ) : (
            <span className="font-bold">{actor}</span>
          )}{' '}
          {describeAction(entry.action)}
          {target ? ': ' : null}
          {target && path ? (
            <Link to={path} className={linkLook}>
              {target}
            </Link>
          ) : (
            <span className="font-bold">{target}</span>
          )}
        </span>
        <time dateTime={entry.at} className="text-soft text-sm">
          {formatDateTime(entry.at)}
        </time>
      </p>
      {entry.reason ? <p className="break-words">{entry.reason}</p> : null}
      <p className="text-soft flex flex-wrap gap-x-3 text-sm">
        {entry.address ? <span className="break-all">{t`from ${entry.address}`}</span> : null}
        {path && !target && !isOwn ? (
          <Link to={path} className="underline underline-offset-2">
            <Trans>Go to its page</Trans>
          </Link>
        ) : null}
      </p>
      <details className="text-sm">
        <summary className="font-semibold">
          {changes.length > 0 ? <Trans>What changed</Trans> : <Trans>Details</Trans>}
        </summary>
        <p className="text-soft mt-1 font-mono text-[0.8rem] break-all">
          {entry.action} · {entry.targetKind} {entry.targetId}
        </p>
        {changes.length > 0 ? <ChangeTable changes={changes} /> : null}
      </details>
    </div>
  );
}

function nameTarget(entry: AuditEntry): string | null {
  const name = entry.targetName ?? findTargetName(entry);
  return name === null ? null : sayKeptName(name);
}
