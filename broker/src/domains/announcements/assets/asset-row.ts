import { Asset } from '@coinslot/shared/http/assets.ts';
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { PgTimestamp } from '../../../database/pg-types.ts';

/** An image without its bytes, as it stands in the database. */
export const AssetRow = Asset.omit({ url: true }).extend({ createdAt: PgTimestamp });

/** The columns of AssetRow, of assets `s`. */
export const assetColumns = sql`
  s.id, s.type, s.width, s.height, length(s.bytes) as bytes, s.created_at as "createdAt",
  (exists (select 1 from announcements a where strpos(a.markdown, '/api/v1/assets/' || s.id) > 0)
    or exists (select 1 from settings p where strpos(p.values ->> 'markdown', '/api/v1/assets/' || s.id) > 0)) as used`;

export function toAsset(row: z.infer<typeof AssetRow>): Asset {
  return { ...row, url: `/api/v1/assets/${row.id}`, createdAt: row.createdAt.toISOString() };
}
