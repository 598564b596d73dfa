import type { Product } from '@coinslot/shared/http/products.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { formatTimeOfDay } from '../../lib/format.ts';
import { say } from '../../words/say.ts';

/** Why a product cannot be bought, for members; of a lab that rests also since when, and when it is tried again. */
export function explainUnavailable({ unavailable, resting }: Product): string | null {
  if (unavailable === null) return null;
  const text = say(unavailableTexts[unavailable]);
  if (resting === null) return text;
  const since = formatTimeOfDay(resting.since);
  if (resting.triesAgainAt === null || Date.parse(resting.triesAgainAt) <= Date.now())
    return t`${text} So since ${since}.`;
  return t`${text} So since ${since}, next try at ${formatTimeOfDay(resting.triesAgainAt)}.`;
}

const unavailableTexts = {
  lab_disabled: msg`The lab behind it is switched off for now.`,
  no_permission_record: msg`It is not cleared for sale yet.`,
  out_of_stock: msg`All places are taken. It comes back when one is free.`,
  off_sale: msg`It is not on sale.`,
  no_worker: msg`No worker in service can run it just now. It comes back when one can.`,
  no_seat: msg`None of the accounts at its lab may be used just now. It comes back when one may.`,
  temporarily: msg`Temporarily unavailable: its lab does not work just now. It is tried again by itself and comes back when it works.`,
} satisfies Record<NonNullable<Product['unavailable']>, MessageDescriptor>;
