import type { Tunnel, TunnelPlace } from '@coinslot/shared/states/tunnel.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

type TunnelWords = { label: MessageDescriptor; hint: MessageDescriptor };

/** What carries members to the machines of a lab, for those who choose it. */
export const tunnelWords = {
  direct: {
    label: msg`Direct: members reach the machine’s own address`,
    hint: msg`For machines with an address that members reach by themselves.`,
  },
  gateway: {
    label: msg`Gateway: through this site and the worker`,
    hint: msg`For machines that only the worker reaches. Members use coinslot ssh, or the terminal of the page.`,
  },
  cloudflared: {
    label: msg`cloudflared: a host name for each machine at your Cloudflare account`,
    hint: msg`Members need the program cloudflared. Enter the account in the settings, under Tunnels.`,
  },
  quick: {
    label: msg`Quick tunnel (demo): trycloudflare.com, without an account`,
    hint: msg`For demonstrations only: Cloudflare promises nothing for it, and members are told so.`,
  },
} as const satisfies Record<Tunnel, TunnelWords>;

export const placeWords = {
  worker: msg`Beside the worker`,
  machine: msg`In the machine itself`,
} as const satisfies Record<TunnelPlace, MessageDescriptor>;
