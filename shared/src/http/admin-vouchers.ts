import { z } from 'zod';
import { PageQuery, pageOf } from './page.ts';

/** Whether a voucher gives coins now, and if not, why. The first that holds counts, in this order. */
export const VoucherState = z.enum(['disabled', 'expired', 'used_up', 'scheduled', 'open']);
export type VoucherState = z.infer<typeof VoucherState>;

const name = z.string().trim().min(1, 'give it a name').max(80, 'a name has 80 characters or less');
const note = z.string().trim().max(500, 'a note has 500 characters or less');

/** A code that an admin chose: letters and digits, which spaces and hyphens may part. */
export const ChosenCode = z
  .string()
  .trim()
  .max(32, 'a code has 32 characters or less')
  .regex(/^[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){4,}$/, 'five or more letters and digits');

/** Which codes a voucher has: many made at random, or one that was chosen. */
export const VoucherCodes = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('generated'),
    count: z.int('a whole number').min(1, 'one code or more').max(5000, '5,000 codes or less at once'),
  }),
  z.object({ kind: z.literal('chosen'), code: ChosenCode }),
]);
export type VoucherCodes = z.infer<typeof VoucherCodes>;

/** `POST /api/v1/admin/vouchers` (Idempotency-Key, 201). `name_taken` at /codes/code when a chosen code exists already. */
export const VoucherDraft = z
  .object({
    name,
    note: note.default(''),
    /** What each redemption gives. */
    coins: z.int('a whole number').min(1, 'one coin or more').max(1_000_000, 'a million coins or less'),
    codes: VoucherCodes,
    /** How often each code can be redeemed, by all members together. */
    totalUses: z.int('a whole number').min(1, 'one use or more').max(1_000_000, 'a million uses or less'),
    /** How often one member can redeem codes of this voucher, all codes together. */
    usesPerMember: z.int('a whole number').min(1, 'one use or more').max(1000, '1,000 uses or less'),
    startsAt: z.iso.datetime().nullable().default(null),
    expiresAt: z.iso.datetime().nullable().default(null),
  })
  .refine(endsAfterStart, { path: ['expiresAt'], message: 'must be after the start' });
export type VoucherDraft = z.infer<typeof VoucherDraft>;

/** A voucher: one or many codes that give the same. `redemptions` and `coinsGiven` are sums over all codes. */
export const Voucher = z.object({
  id: z.uuid(),
  name: z.string(),
  note: z.string(),
  coins: z.int().positive(),
  codes: z.int().positive(),
  totalUses: z.int().positive(),
  usesPerMember: z.int().positive(),
  startsAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  disabled: z.object({ at: z.iso.datetime(), by: z.string() }).nullable(),
  state: VoucherState,
  redemptions: z.int().nonnegative(),
  coinsGiven: z.int().nonnegative(),
  revision: z.int().positive(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type Voucher = z.infer<typeof Voucher>;

/** Query of `GET /api/v1/admin/vouchers`, newest first. `search` looks into names and notes. */
export const VoucherListQuery = PageQuery.extend({ search: z.string().trim().max(80).optional() });
export type VoucherListQuery = z.infer<typeof VoucherListQuery>;
export const VoucherPage = pageOf(Voucher);
export type VoucherPage = z.infer<typeof VoucherPage>;

/** `PUT /api/v1/admin/vouchers/:id`. `disabled` stops it at once, for all codes; false opens it again. 409 edited_meanwhile. */
export const EditVoucherRequest = z
  .object({
    name,
    note,
    startsAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable(),
    disabled: z.boolean(),
    revision: z.int().positive(),
  })
  .refine(endsAfterStart, { path: ['expiresAt'], message: 'must be after the start' });
export type EditVoucherRequest = z.infer<typeof EditVoucherRequest>;

/** One redemption. `codeEnd` = the last four characters of the code. */
export const VoucherRedemption = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  userId: z.uuid(),
  userName: z.string(),
  codeEnd: z.string(),
  coins: z.int().positive(),
});
export type VoucherRedemption = z.infer<typeof VoucherRedemption>;

/**
 * `GET /api/v1/admin/vouchers/:id/redemptions`, newest first. `GET …/:id` answers one Voucher; `GET …/:id/codes` is a CSV file
 * (`code,uses,total_uses`), and every such download stands in the audit log (admin.vouchers.write).
 */
export const VoucherRedemptionPage = pageOf(VoucherRedemption);
export type VoucherRedemptionPage = z.infer<typeof VoucherRedemptionPage>;

function endsAfterStart({
  startsAt,
  expiresAt,
}: {
  startsAt: string | null;
  expiresAt: string | null;
}): boolean {
  return startsAt === null || expiresAt === null || new Date(startsAt) < new Date(expiresAt);
}
