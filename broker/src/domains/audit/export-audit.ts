import { Readable } from 'node:stream';
import type { AuditEntry, AuditFilterQuery } from '@coinslot/shared/http/audit.ts';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import { toCsvLine } from '../../http/csv-line.ts';
import type { AdminAct } from './admin-act.ts';
import { readAllLines } from './list-audit.ts';
import { writeAudit } from './write-audit.ts';

const columns = [
  'id',
  'at',
  'actor_id',
  'actor',
  'action',
  'target_kind',
  'target_id',
  'target',
  'reason',
  'before',
  'after',
  'address',
];

/**
 * The lines that fit, as CSV, read in batches while they are sent: memory stays flat however long the log is. That it was exported, by
 * whom and with which filter, is a line of the log before the first byte leaves.
 */
export async function exportAudit(
  { db }: Pick<BrokerContext, 'db'>,
  act: AdminAct,
  filter: AuditFilterQuery,
): Promise<Readable> {
  await inTransaction(db, (tx) =>
    writeAudit(tx, {
      ...act,
      action: 'audit.export',
      targetKind: 'audit',
      targetId: 'log',
      after: filter,
    }),
  );
  async function* write(): AsyncGenerator<string> {
    // Spreadsheets take a file without this mark for one in their own country's letters.
    yield `\ufeff${toCsvLine(columns)}`;
    for await (const lines of readAllLines(db, filter)) yield lines.map(toLine).join('');
  }
  return Readable.from(write());
}

function toLine(entry: AuditEntry): string {
  const { id, at, actorId, actorName, action, targetKind, targetId, targetName, reason, address } = entry;
  const [before, after] = [entry.before, entry.after].map((fact) =>
    fact === null ? null : JSON.stringify(fact),
  );
  const cells = [id, at, actorId, actorName, action, targetKind, targetId, targetName, reason];
  return toCsvLine([...cells, before ?? null, after ?? null, address]);
}
