import type { Voucher, VoucherCodes, VoucherDraft } from '@coinslot/shared/http/admin-vouchers.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { refuseTakenName } from '../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { requireVoucher } from './require-voucher.ts';
import { normalizeCode, randomCode } from './voucher-code.ts';
import { voucherFacts } from './voucher-facts.ts';
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
    after: voucherFacts(after),
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
