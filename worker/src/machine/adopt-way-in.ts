import type { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import { pinAddress } from './pin-address.ts';
import type { Whereabouts } from './pin-address.ts';
import type { WayIn } from './way-in.ts';

/**
 * A way in that an earlier holder opened, when it needs nothing of this worker and leads where a machine may be; null when it has to be
 * opened anew.
 */
export async function adoptWayIn(
  endpoint: OpenedEndpoint,
  where: Whereabouts,
  signal: AbortSignal,
): Promise<WayIn | null> {
  if (endpoint.tunnel !== 'direct' && endpoint.tunnel !== 'gateway') return null;
  const own = await pinAddress(endpoint, where, signal).catch(() => null);
  signal.throwIfAborted();
  return own === null ? null : { endpoint, dial: own, own };
}
