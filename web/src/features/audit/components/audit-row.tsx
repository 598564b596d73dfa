import type { AuditEntry } from '@coinslot/shared/http/audit.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { describeAction } from '../describe-action.ts';
import { findTargetName } from '../find-target-name.ts';
import { findTargetPath } from '../find-target-path.ts';
import { listChanges } from '../list-changes.ts';
import { ChangeTable } from './change-table.tsx';

const linkLook = 'decoration-line-strong font-bold underline underline-offset-3 hover:decoration-2';

/** One act: who did what to what, why, and what changed. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  // Who acts on their own account is named once.
  const isOwn = entry.targetKind === 'user' && entry.targetId === entry.actorId;
  const name = isOwn ? null : (entry.targetName ?? findTargetName(entry));
  const path = findTargetPath(entry);
  const changes = listChanges(entry.before, entry.after);
  return (
    <div className="space-y-1 px-4 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="min-w-0 break-words">
          {entry.actorId ? (
            <Link to={paths.adminUser(entry.actorId)} className={linkLook}>
              {entry.actorName}
            </Link>
          ) : (
            <span className="font-bold">{entry.actorName}</span>
          )}{' '}
          {describeAction(entry.action)}
          {name ? ': ' : null}
          {name && path ? (
            <Link to={path} className={linkLook}>
              {name}
            </Link>
          ) : (
            <span className="font-bold">{name}</span>
          )}
        </span>
        <time dateTime={entry.at} className="text-soft text-sm">
          {formatDateTime(entry.at)}
        </time>
      </p>
      {entry.reason ? <p className="break-words">{entry.reason}</p> : null}
      <p className="text-soft text-sm break-all">
        <code className="font-mono">{entry.action}</code> ·{' '}
        {path && !name ? (
          <Link to={path} className="underline underline-offset-2">
            {entry.targetKind} {entry.targetId}
          </Link>
        ) : (
          <>
            {entry.targetKind} {entry.targetId}
          </>
        )}
        {entry.address ? t` · from ${entry.address}` : ''}
      </p>
      {changes.length > 0 ? (
        <details className="text-sm">
          <summary className="font-semibold">
            <Trans>What changed</Trans>
          </summary>
          <ChangeTable changes={changes} />
        </details>
      ) : null}
    </div>
  );
}
