import type {
  EditVoucherRequest,
  Voucher,
  VoucherCodes,
  VoucherDraft,
} from '@coinslot/shared/http/admin-vouchers.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { refuseStale, refuseTakenName } from '../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { requireVoucher } from './read-vouchers.ts';
import { normalizeCode, randomCode } from './voucher-code.ts';
import { codePlace, openVoucherHash } from './voucher-hash.ts';

/** Makes a voucher with its codes. Throws `invalid_request` for an end in the past, `name_taken` at /codes/code when a chosen code exists already, in this voucher or another. */
export async function createVoucher(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  act: AdminAct,
  draft: VoucherDraft,
): Promise<Voucher> {
  if (draft.expiresAt !== null && new Date(draft.expiresAt) <= new Date()) {
    throw fail('invalid_request', { fields: { '/expiresAt': 'is over already' } });
  }
  const codes = codesOf(draft.codes);
  const [made] = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      insert into vouchers (name, note, coins, codes, total_uses, uses_per_member, starts_at, expires_at, created_by)
      values (${draft.name}, ${draft.note}, ${draft.coins}, ${codes.length}, ${draft.totalUses}, ${draft.usesPerMember},
        ${draft.startsAt}, ${draft.expiresAt}, ${act.actor.name})
      returning id`,
  );
  const voucher = made?.id ?? '';
  await writeCodes(tx, ctx, voucher, codes);
  const after = await requireVoucher(tx, voucher);
  await writeAudit(tx, {
    ...act,
    action: 'voucher.create',
    targetKind: 'voucher',
    targetId: voucher,
    after: factsOf(after),
  });
  return after;
}

function codesOf(codes: VoucherCodes): string[] {
  if (codes.kind === 'chosen') return [codes.code];
  // A code that comes up twice is made once; the next one takes its place.
  const made = new Set<string>();
  while (made.size < codes.count) made.add(randomCode());
  return [...made];
}

async function writeCodes(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  voucherId: string,
  codes: readonly string[],
): Promise<void> {
  const hashOf = await openVoucherHash(ctx, tx);
  const rows = codes.map((code) => ({
    hash: hashOf(code),
    code: ctx.secrets.encryptSecret(code, codePlace(voucherId)),
    end: normalizeCode(code).slice(-4),
  }));
  await refuseTakenName({ constraint: 'voucher_codes_code_hash_key', field: '/codes/code' }, () =>
    tx.execute(sql`
      insert into voucher_codes (voucher_id, code_hash, code, code_end)
      select ${voucherId}, hash, code, "end"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c (hash text, code text, "end" text)`),
  );
}

/** Renames, moves its time, stops it or opens it again. Throws `not_found`, `edited_meanwhile`. */
export async function editVoucher(
  tx: Tx,
  act: AdminAct,
  id: string,
  asked: EditVoucherRequest,
): Promise<Voucher> {
  const [row] = await readRows(
    tx,
    z.object({ revision: z.int() }),
    sql`select revision from vouchers where id = ${id} for update`,
  );
  refuseStale(row, asked);
  const before = await requireVoucher(tx, id);
  await tx.execute(sql`
    update vouchers set name = ${asked.name}, note = ${asked.note}, starts_at = ${asked.startsAt}, expires_at = ${asked.expiresAt},
      disabled_at = case when ${asked.disabled} then coalesce(disabled_at, now()) end,
      disabled_by = case when ${asked.disabled} then coalesce(disabled_by, ${act.actor.name}) end,
      revision = revision + 1
    where id = ${id}`);
  const after = await requireVoucher(tx, id);
  const isSwitch = (before.disabled === null) !== (after.disabled === null);
  await writeAudit(tx, {
    ...act,
    action: isSwitch ? (asked.disabled ? 'voucher.disable' : 'voucher.enable') : 'voucher.edit',
    targetKind: 'voucher',
    targetId: id,
    before: factsOf(before),
    after: factsOf(after),
  });
  return after;
}

// Who made and stopped it stands in the lines' actors, which forget their names with the accounts.
function factsOf({ createdBy: _, disabled, ...facts }: Voucher): object {
  return { ...facts, disabled: disabled !== null };
}
