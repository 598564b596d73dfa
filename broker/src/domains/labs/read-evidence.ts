import { Evidence, EvidenceSummary } from '@coinslot/shared/http/machines.ts';
import { asc, eq, sql } from 'drizzle-orm';
import type { Db, Tx } from '../../database/db.ts';
import { evidence } from './tables.ts';

/** One piece of evidence without its picture, or null. */
export async function readEvidence(db: Db, evidenceId: string): Promise<Evidence | null> {
  const rows = await db
    .select({
      ...summaryColumns,
      title: evidence.title,
      dom: evidence.dom,
      console: evidence.console,
      network: evidence.network,
      stepLog: evidence.stepLog,
      expiresAt: evidence.expiresAt,
    })
    .from(evidence)
    .where(eq(evidence.id, evidenceId));
  const row = rows[0];
  if (!row) return null;
  return Evidence.parse({
    ...row,
    takenAt: row.takenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  });
}

/** The picture (JPEG), or null when none was taken. */
export async function readScreenshot(db: Db, evidenceId: string): Promise<Buffer | null> {
  const rows = await db
    .select({ picture: evidence.screenshot })
    .from(evidence)
    .where(eq(evidence.id, evidenceId));
  return rows[0]?.picture ?? null;
}

/** What is kept of one machine, oldest first. */
export async function listEvidence(db: Db | Tx, machineId: string): Promise<EvidenceSummary[]> {
  const rows = await db
    .select(summaryColumns)
    .from(evidence)
    .where(eq(evidence.machineId, machineId))
    .orderBy(asc(evidence.takenAt), asc(evidence.id));
  return rows.map((row) => EvidenceSummary.parse({ ...row, takenAt: row.takenAt.toISOString() }));
}

const summaryColumns = {
  id: evidence.id,
  machineId: evidence.machineId,
  takenAt: evidence.takenAt,
  step: evidence.step,
  failure: evidence.failure,
  message: evidence.message,
  url: evidence.url,
  hasScreenshot: sql<boolean>`${evidence.screenshot} is not null`,
};
