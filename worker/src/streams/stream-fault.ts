import type { StreamFault } from '@coinslot/shared/worker-messages/stream.ts';

/** There is no stream, and why: one of the contract's list, so that nothing a machine says travels with it. */
export class StreamFaultError extends Error {
  override name = 'StreamFaultError';
  readonly fault: StreamFault;
  constructor(fault: StreamFault, options?: ErrorOptions) {
    super(fault, options);
    this.fault = fault;
  }
}
