import { Asset, assetLimits } from '@coinslot/shared/http/assets.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import type { Image } from './image-facts.ts';

const Row = Asset.omit({ url: true }).extend({ createdAt: PgTimestamp });

const columns = sql`
  s.id, s.type, s.width, s.height, length(s.bytes) as bytes, s.created_at as "createdAt",
  (exists (select 1 from announcements a where strpos(a.markdown, '/api/v1/assets/' || s.id) > 0)
    or exists (select 1 from settings p where strpos(p.values ->> 'markdown', '/api/v1/assets/' || s.id) > 0)) as used`;

/** All images, the newest first. */
export async function listAssets(db: Db): Promise<Asset[]> {
  const rows = await readRows(
    db,
    Row,
    sql`select ${columns} from assets s order by s.created_at desc, s.id limit ${assetLimits.countMax}`,
  );
  return rows.map(toAsset);
}

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
    Row,
    sql`select ${columns} from assets s where s.id = ${made?.id ?? null}`,
  );
  const asset = toAsset(Row.parse(row));
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

/** Deletes an image that neither an announcement nor a page of the house shows. Throws `not_found`, `still_in_use`. */
export async function deleteAsset(tx: Tx, act: AdminAct, id: string): Promise<void> {
  // A text that is written at this moment waits, or is seen.
  await tx.execute(sql`lock table announcements, settings in share mode`);
  const [row] = await readRows(
    tx,
    Row,
    sql`select ${columns} from assets s where s.id = ${id} for update of s`,
  );
  if (row === undefined) throw fail('not_found');
  if (row.used) {
    throw fail('still_in_use', {
      detail: 'An announcement, the terms or the privacy page shows this image. Take it out there first.',
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

/** Throws `not_found`. */
export async function requireAsset(db: Db, id: string): Promise<void> {
  const found = await db.execute(sql`select 1 from assets where id = ${id}`);
  if (found.rowCount !== 1) throw fail('not_found');
}

/** The image itself. Throws `not_found`. */
export async function readAssetBytes(db: Db, id: string): Promise<{ type: string; bytes: Buffer }> {
  const Bytes = z.object({ type: z.string(), bytes: z.instanceof(Buffer) });
  const [row] = await readRows(db, Bytes, sql`select type, bytes from assets where id = ${id}`);
  if (row === undefined) throw fail('not_found');
  return row;
}

function toAsset(row: z.infer<typeof Row>): Asset {
  return { ...row, url: `/api/v1/assets/${row.id}`, createdAt: row.createdAt.toISOString() };
}
