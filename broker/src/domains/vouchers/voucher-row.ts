import { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { PgTimestamp } from '../../database/pg-types.ts';

export const VoucherRow = Voucher.omit({ disabled: true }).extend({
  startsAt: PgTimestamp.nullable(),
  expiresAt: PgTimestamp.nullable(),
  disabledAt: PgTimestamp.nullable(),
  disabledBy: z.string().nullable(),
  createdAt: PgTimestamp,
  createdAtText: z.string(),
});

/** Columns of one voucher `v`, to be read with `voucherUses` and parsed by `VoucherRow`. */
export const voucherColumns = sql`
  v.id, v.name, v.note, v.coins, v.codes, v.total_uses as "totalUses", v.uses_per_member as "usesPerMember",
  v.starts_at as "startsAt", v.expires_at as "expiresAt", v.disabled_at as "disabledAt", v.disabled_by as "disabledBy",
  case when v.disabled_at is not null then 'disabled' when v.expires_at <= now() then 'expired'
    when used.uses >= v.codes::bigint * v.total_uses then 'used_up' when v.starts_at > now() then 'scheduled'
    else 'open' end as state,
  used.uses as redemptions, used.uses * v.coins as "coinsGiven", v.revision,
  v.created_at as "createdAt", v.created_at::text as "createdAtText", v.created_by as "createdBy"`;
export const voucherUses = sql`
  cross join lateral (
    select coalesce(sum(c.uses), 0)::bigint as uses from voucher_codes c where c.voucher_id = v.id
  ) used`;

export function toVoucher({
  disabledAt,
  disabledBy,
  createdAtText: _,
  ...row
}: z.infer<typeof VoucherRow>): Voucher {
  return {
    ...row,
    startsAt: row.startsAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    disabled: disabledAt === null ? null : { at: disabledAt.toISOString(), by: disabledBy ?? '' },
    createdAt: row.createdAt.toISOString(),
  };
}
