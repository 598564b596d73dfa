import type { Product } from '@coinslot/shared/http/products.ts';

/** Why a product cannot be bought, for members. */
export const unavailableTexts = {
  lab_disabled: 'The lab behind it is switched off for now.',
  no_permission_record: 'It is not cleared for sale yet.',
  out_of_stock: 'All places are taken. It comes back when one is free.',
  off_sale: 'It is not on sale.',
  no_worker: 'No worker in service can run it just now. It comes back when one can.',
  no_seat: 'None of the accounts at its lab may be used just now. It comes back when one may.',
} as const satisfies Record<NonNullable<Product['unavailable']>, string>;
