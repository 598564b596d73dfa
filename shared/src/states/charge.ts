import { z } from 'zod';

/** A charge's life: `held` until the machine is ready, then `captured`; `released` in full when it never became ready. */
export const ChargeState = z.enum(['held', 'captured', 'released']);
export type ChargeState = z.infer<typeof ChargeState>;

export const ChargeKind = z.enum(['purchase', 'extension']);
export type ChargeKind = z.infer<typeof ChargeKind>;

/** Coins are integers of two classes; earned coins are spent first and are never transferable. */
export const CoinClass = z.enum(['earned', 'bought']);
export type CoinClass = z.infer<typeof CoinClass>;
