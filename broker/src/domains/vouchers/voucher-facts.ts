import type { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';

/** What the audit log keeps of a voucher. Who made and stopped it stands in the lines' actors, which forget their names with the accounts. */
export function voucherFacts({ createdBy: _, disabled, ...facts }: Voucher): object {
  return { ...facts, disabled: disabled !== null };
}
