import { z } from 'zod';

/**
 * What carries a member to a machine. `direct`: an address that members reach by themselves. `cloudflared`: a tunnel of the operator's
 * Cloudflare account with a hostname for each machine. `quick`: a tunnel of trycloudflare.com, for demonstrations only: no account, no
 * promise. `gateway`: through the broker and the worker that holds the machine.
 */
export const Tunnel = z.enum(['direct', 'cloudflared', 'quick', 'gateway']);
export type Tunnel = z.infer<typeof Tunnel>;

/** Where cloudflared runs: beside the worker, or in the machine itself, started by the recipe's bootstrap. */
export const TunnelPlace = z.enum(['worker', 'machine']);
export type TunnelPlace = z.infer<typeof TunnelPlace>;
