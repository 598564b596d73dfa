import { z } from 'zod';

/** Time bought for a ready machine: `pending` while the lab is asked, then `applied`, or `refused` and paid back. */
export const ExtensionState = z.enum(['pending', 'applied', 'refused']);
export type ExtensionState = z.infer<typeof ExtensionState>;

/** A restart of a ready machine: its way in is closed while it is `pending`. */
export const RestartState = z.enum(['pending', 'done', 'failed']);
export type RestartState = z.infer<typeof RestartState>;
