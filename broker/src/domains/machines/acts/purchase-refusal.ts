import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { z } from 'zod';
import { type AppError, fail } from '../../../http/errors.ts';

/** Why the database's `buy_machine` sold nothing, with what a page may show of it. */
export const PurchaseRefusal = z.discriminatedUnion('code', [
  z.object({ code: z.literal('not_found') }),
  z.object({ code: z.literal('out_of_stock') }),
  z.object({ code: z.literal('product_unavailable'), reason: z.string() }),
  z.object({ code: z.literal('email_not_verified') }),
  z.object({ code: z.literal('perk_required') }),
  z.object({ code: z.literal('product_changed'), revision: z.int() }),
  z.object({ code: z.literal('queue_full') }),
  z.object({
    code: z.literal('active_machine_limit'),
    limit: z.int(),
    /** Set when it is the limit of this product, not the one over all. */
    productName: z.string().optional(),
  }),
  z.object({ code: z.literal('wallet_owes'), owed: z.int() }),
  z.object({ code: z.literal('insufficient_coins'), price: z.int(), available: z.int() }),
]);
export type PurchaseRefusal = z.infer<typeof PurchaseRefusal>;

/** The error that tells it. `retryAfterSeconds` must differ: those who were refused together must not come back together. */
export function toPurchaseError(
  refusal: PurchaseRefusal,
  { retryAfterSeconds }: { retryAfterSeconds: number },
): AppError {
  switch (refusal.code) {
    case 'not_found':
      return fail('not_found', { detail: saidSentences.product_unknown });
    case 'out_of_stock':
      return fail('out_of_stock');
    case 'product_unavailable':
      return toUnavailableError(refusal.reason);
    case 'email_not_verified':
    case 'perk_required':
      return fail(refusal.code);
    case 'product_changed':
      return fail('product_changed', { params: { revision: refusal.revision } });
    case 'queue_full':
      return fail('queue_full', { retryAfterSeconds });
    case 'active_machine_limit':
      return toLimitError(refusal);
    case 'wallet_owes':
      return fail('wallet_owes', { params: { owed: refusal.owed } });
    case 'insufficient_coins':
      return toCoinsError(refusal);
  }
}

function toUnavailableError(reason: string): AppError {
  const detail = reason === 'temporarily' ? { detail: saidSentences.product_resting } : {};
  return fail('product_unavailable', { ...detail, params: { reason } });
}

function toLimitError({ limit, productName }: { limit: number; productName?: string | undefined }): AppError {
  if (productName === undefined) return fail('active_machine_limit', { params: { limit } });
  return fail('active_machine_limit', {
    detail: `You have ${limit} of ${productName} already, and more at once are not sold. Stop one first, then try again.`,
    params: { limit, productName },
  });
}

function toCoinsError({ price, available }: { price: number; available: number }): AppError {
  const missing = price - available;
  return fail('insufficient_coins', {
    detail: `${missing} more ${missing === 1 ? 'coin is' : 'coins are'} needed: the price is ${price}, you have ${available}.`,
    params: { missing, price, available },
  });
}
