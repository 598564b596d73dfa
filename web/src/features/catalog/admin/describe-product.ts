import {
  type AdminProduct,
  type ProductDraft,
  ProductDraft as Draft,
} from '@coinslot/shared/http/admin-products.ts';
import type { Product } from '@coinslot/shared/http/products.ts';
import type { BadgeTone } from '../../../ui/badge.tsx';

/** Why nobody can buy a product, for those who can mend it. */
const unavailableWords = {
  lab_disabled: 'Its lab is switched off, or its breaker is open.',
  no_permission_record: 'Its lab has no permission record.',
  out_of_stock: 'Its whole stock is taken.',
  off_sale: 'It is off sale.',
  no_worker: 'No worker in service can run it: none of its pool, or none with the pool’s labels.',
  no_seat: 'No seat of its lab may carry it now: look at their state, hours and longest machine.',
} as const satisfies Record<NonNullable<Product['unavailable']>, string>;

/** The reason in words; null when members can buy it. */
export function whyUnavailable({ unavailable, archivedAt }: AdminProduct): string | null {
  if (archivedAt) return 'It is archived.';
  if (unavailable === null) return null;
  const known = Object.entries(unavailableWords).find(([code]) => code === unavailable);
  return known ? known[1] : unavailable;
}

export function productLook(product: AdminProduct): { label: string; tone: BadgeTone } {
  if (product.archivedAt) return { label: 'Archived', tone: 'neutral' };
  if (!product.onSale) return { label: 'Off sale', tone: 'neutral' };
  return product.unavailable
    ? { label: 'On sale, not available', tone: 'bad' }
    : { label: 'On sale', tone: 'ok' };
}

/** What an admin writes of it, without what the server adds. */
export function toDraft(product: AdminProduct): ProductDraft {
  return Draft.parse(product);
}
