import type { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';

export type Address = { host: string; port: number };

/** What carries the member, before anybody logged in through it. */
export type Carrier = {
  tunnel: OpenedEndpoint['tunnel'];
  /** `worker`: the tunnel ends with this worker. */
  reach: OpenedEndpoint['reach'];
  /** What the member's client is told. */
  named: Address;
  /** What a check on this worker connects to so that it takes the member's way. */
  dial: Address;
  /** Where this worker reaches the machine's SSH server by itself; the member's way, when cloudflared runs in the machine. */
  own: Address;
};

/** A way in that somebody logged in through. */
export type WayIn = {
  endpoint: OpenedEndpoint;
  dial: Address;
  /** The machine's SSH server as this worker reaches it by itself, for terminals and the gateway. */
  own: Address;
};
