import type { StreamFault } from '@coinslot/shared/worker-messages/stream.ts';
import { streamFaults } from '@coinslot/shared/worker-messages/stream.ts';

/** No stream, and why. */
export class StreamError extends Error {
  override name = 'StreamError';
  readonly fault: StreamFault;
  constructor(fault: StreamFault) {
    super(streamFaults[fault]);
    this.fault = fault;
  }
}

export function faultOf(error: unknown): StreamFault {
  return error instanceof StreamError ? error.fault : 'not_held';
}
