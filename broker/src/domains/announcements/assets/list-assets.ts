import { type Asset, assetLimits } from '@coinslot/shared/http/assets.ts';
import { sql } from 'drizzle-orm';
import { type Db, readRows } from '../../../database/db.ts';
import { assetColumns, AssetRow, toAsset } from './asset-row.ts';

/** All images, the newest first. */
export async function listAssets(db: Db): Promise<Asset[]> {
  const rows = await readRows(
    db,
    AssetRow,
    sql`select ${assetColumns} from assets s order by s.created_at desc, s.id limit ${assetLimits.countMax}`,
  );
  return rows.map(toAsset);
}
