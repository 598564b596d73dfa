import { ChosenCode, VoucherDraft } from '@coinslot/shared/http/admin-vouchers.ts';
import { z } from 'zod';
import { readMoment } from '../../../lib/local-time.ts';

const whole = (max: number) => z.int().nullable().pipe(z.int().min(1).max(max));
const moment = z.string().transform(readMoment);

/** What is typed into the form of a new voucher, as the broker takes it. */
export const NewVoucherValues = z
  .object({
    name: z.string().trim().min(1).max(80),
    note: z.string().trim().max(500),
    coins: whole(1_000_000),
    kind: z.enum(['generated', 'chosen']),
    count: z.int().nullable(),
    code: z.string().trim(),
    totalUses: whole(1_000_000),
    usesPerMember: whole(1000),
    startsAt: moment,
    expiresAt: moment,
  })
  .check(({ value, issues }) => {
    const { kind, code, count, startsAt, expiresAt } = value;
    const complain = (field: string) =>
      issues.push({ code: 'custom', path: [field], message: '', input: value });
    if (kind === 'chosen' && !ChosenCode.safeParse(code).success) complain('code');
    if (kind === 'generated' && !(count !== null && count >= 1 && count <= 5000)) complain('count');
    if (startsAt && expiresAt && startsAt >= expiresAt) complain('expiresAt');
  })
  .transform(({ kind, count, code, ...rest }) =>
    VoucherDraft.parse({ ...rest, codes: kind === 'chosen' ? { kind, code } : { kind, count } }),
  );
export type TypedVoucher = z.input<typeof NewVoucherValues>;

/** How the form begins: one code that many use is made by a press, many codes for one use each are the rule. */
export const emptyVoucher: TypedVoucher = {
  name: '',
  note: '',
  coins: null,
  kind: 'generated',
  count: 10,
  code: '',
  totalUses: 1,
  usesPerMember: 1,
  startsAt: '',
  expiresAt: '',
};
