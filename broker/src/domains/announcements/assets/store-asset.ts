import { type Asset, assetLimits } from '@coinslot/shared/http/assets.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { assetColumns, AssetRow, toAsset } from './asset-row.ts';
import type { Image } from './image-facts.ts';

/** Keeps an image. Throws `invalid_request` when as many are kept as may be. */
export async function storeAsset(tx: Tx, act: AdminAct, image: Image): Promise<Asset> {
  await requireRoom(tx);
  const [made] = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      insert into assets (type, width, height, bytes, uploaded_by)
      values (${image.type}, ${image.width}, ${image.height}, ${image.bytes}, ${act.actor.name}) returning id`,
  );
  const [row] = await readRows(
    tx,
    AssetRow,
    sql`select ${assetColumns} from assets s where s.id = ${made?.id ?? null}`,
  );
  const asset = toAsset(AssetRow.parse(row));
  await writeAudit(tx, {
    ...act,
    action: 'asset.create',
    targetKind: 'asset',
    targetId: asset.id,
    after: asset,
  });
  return asset;
}

async function requireRoom(tx: Tx): Promise<void> {
  // Two at once follow one another.
  await tx.execute(sql`lock table assets in share row exclusive mode`);
  const full = await tx.execute(sql`select 1 from assets having count(*) >= ${assetLimits.countMax}`);
  if (full.rowCount === 0) return;
  const detail = `There are ${assetLimits.countMax} images already. Delete one that nothing shows.`;
  throw fail('invalid_request', { detail, fields: { '/': 'is one too many' } });
}
