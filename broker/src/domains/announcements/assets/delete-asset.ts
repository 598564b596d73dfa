import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { sql } from 'drizzle-orm';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { assetColumns, AssetRow, toAsset } from './asset-row.ts';

/** Deletes an image that neither an announcement nor a page of the house shows. Throws `not_found`, `still_in_use`. */
export async function deleteAsset(tx: Tx, act: AdminAct, id: string): Promise<void> {
  // A text that is written at this moment waits, or is seen.
  await tx.execute(sql`lock table announcements, settings in share mode`);
  const [row] = await readRows(
    tx,
    AssetRow,
    sql`select ${assetColumns} from assets s where s.id = ${id} for update of s`,
  );
  if (row === undefined) throw fail('not_found');
  if (row.used) {
    throw fail('still_in_use', {
      detail: saidSentences.image_is_shown,
    });
  }
  await tx.execute(sql`delete from assets where id = ${id}`);
  await writeAudit(tx, {
    ...act,
    action: 'asset.delete',
    targetKind: 'asset',
    targetId: id,
    before: toAsset(row),
  });
}
