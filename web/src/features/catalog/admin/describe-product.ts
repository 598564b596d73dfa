import {
  type AdminProduct,
  type ProductDraft,
  ProductDraft as Draft,
} from '@coinslot/shared/http/admin-products.ts';
import type { Product } from '@coinslot/shared/http/products.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { BadgeTone } from '../../../ui/badge.tsx';
import { say } from '../../../words/say.ts';

/** Why nobody can buy a product, for those who can mend it. */
const unavailableWords = {
  lab_disabled: msg`Its lab is switched off, or its breaker is open.`,
  no_permission_record: msg`Its lab has no permission record.`,
  out_of_stock: msg`Its whole stock is taken.`,
  off_sale: msg`It is off sale.`,
  no_worker: msg`No worker in service can run it: none of its pool, or none with the pool’s labels.`,
  no_seat: msg`No seat of its lab may carry it now: look at their state, hours and longest machine.`,
  temporarily: msg`Its lab or all its seats closed themselves after failures; canaries try again by themselves.`,
} satisfies Record<NonNullable<Product['unavailable']>, MessageDescriptor>;

/** The reason in words; null when members can buy it. */
export function whyUnavailable({ unavailable, archivedAt }: AdminProduct): string | null {
  if (archivedAt) return t`It is archived.`;
  if (unavailable === null) return null;
  const known = Object.entries(unavailableWords).find(([code]) => code === unavailable);
  return known ? say(known[1]) : unavailable;
}

export function productLook(product: AdminProduct): { label: string; tone: BadgeTone } {
  if (product.archivedAt) return { label: t`Archived`, tone: 'neutral' };
  if (!product.onSale) return { label: t`Off sale`, tone: 'neutral' };
  return product.unavailable
    ? { label: t`On sale, not available`, tone: 'bad' }
    : { label: t`On sale`, tone: 'ok' };
}

/** What an admin writes of it, without what the server adds. */
export function toDraft(product: AdminProduct): ProductDraft {
  return Draft.parse(product);
}
