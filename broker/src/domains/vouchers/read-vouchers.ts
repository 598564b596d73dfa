import { Voucher, type VoucherListQuery, type VoucherPage } from '@coinslot/shared/http/admin-vouchers.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { fail } from '../../http/errors.ts';
import { CursorTime, makePage, readCursor } from '../../http/page-cursor.ts';

const Row = Voucher.omit({ disabled: true }).extend({
  startsAt: PgTimestamp.nullable(),
  expiresAt: PgTimestamp.nullable(),
  disabledAt: PgTimestamp.nullable(),
  disabledBy: z.string().nullable(),
  createdAt: PgTimestamp,
  createdAtText: z.string(),
});

const columns = sql`
  v.id, v.name, v.note, v.coins, v.codes, v.total_uses as "totalUses", v.uses_per_member as "usesPerMember",
  v.starts_at as "startsAt", v.expires_at as "expiresAt", v.disabled_at as "disabledAt", v.disabled_by as "disabledBy",
  case when v.disabled_at is not null then 'disabled' when v.expires_at <= now() then 'expired'
    when used.uses >= v.codes::bigint * v.total_uses then 'used_up' when v.starts_at > now() then 'scheduled'
    else 'open' end as state,
  used.uses as redemptions, used.uses * v.coins as "coinsGiven", v.revision,
  v.created_at as "createdAt", v.created_at::text as "createdAtText", v.created_by as "createdBy"`;
const used = sql`
  cross join lateral (
    select coalesce(sum(c.uses), 0)::bigint as uses from voucher_codes c where c.voucher_id = v.id
  ) used`;

/** Vouchers, newest first. */
export async function listVouchers(db: Db, query: VoucherListQuery): Promise<VoucherPage> {
  const before = readCursor(z.object({ at: CursorTime, id: z.uuid() }), query.cursor);
  const { search } = query;
  const rows = await readRows(
    db,
    Row,
    sql`
      select ${columns} from vouchers v ${used}
      where ${
        search === undefined || search === ''
          ? sql`true`
          : sql`(strpos(lower(v.name), lower(${search})) > 0 or strpos(lower(v.note), lower(${search})) > 0)`
      }
        and ${before === undefined ? sql`true` : sql`(v.created_at, v.id) < (${before.at}::timestamptz, ${before.id}::uuid)`}
      order by v.created_at desc, v.id desc limit ${query.limit + 1}`,
  );
  return makePage(rows, query.limit, toVoucher, (row) => ({ at: row.createdAtText, id: row.id }));
}

/** Throws `not_found`. */
export async function requireVoucher(db: Db | Tx, id: string): Promise<Voucher> {
  const [row] = await readRows(db, Row, sql`select ${columns} from vouchers v ${used} where v.id = ${id}`);
  if (row === undefined) throw fail('not_found');
  return toVoucher(row);
}

function toVoucher({ disabledAt, disabledBy, createdAtText: _, ...row }: z.infer<typeof Row>): Voucher {
  return {
    ...row,
    startsAt: row.startsAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    disabled: disabledAt === null ? null : { at: disabledAt.toISOString(), by: disabledBy ?? '' },
    createdAt: row.createdAt.toISOString(),
  };
}
