import { Endpoint } from '@coinslot/shared/http/machines.ts';
import { minutesFromNow } from './data-catalog.ts';

/** A machine's way in: by a password at an address that members reach. */
export function anEndpoint(changes: Partial<Endpoint> = {}): Endpoint {
  return Endpoint.parse({
    kind: 'ssh',
    tunnel: 'direct',
    host: 'lab.localhost',
    port: 22_022,
    username: 'member',
    password: 'kelp-Onyx-4417-harbour',
    privateKey: null,
    hostKeyFingerprint: 'SHA256:q1uY6zD3mGxVfK0wJ8sRnLcT5bE2hPaOi9XtUv7dM4A',
    knownHostsLine:
      '[lab.localhost]:22022 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHq1uY6zD3mGxVfK0wJ8sRnLcT5bE2hPaOi9XtUv7dM4',
    verifiedAt: minutesFromNow(-2),
    ...changes,
  });
}

const host = 'm-3f9c2a71.lab.example.org';
const keyOnly = {
  password: null,
  privateKey:
    '-----BEGIN OPENSSH PRIVATE KEY-----\nbm90IGEgcmVhbCBrZXksIG9ubHkgZm9yIHRlc3Rz\n-----END OPENSSH PRIVATE KEY-----\n',
};

/** By a key, through a tunnel with a host name of its own. */
export function aTunnelledEndpoint(): Endpoint {
  return anEndpoint({ ...keyOnly, tunnel: 'cloudflared', host, port: 22, username: 'jovyan' });
}

/** A tunnel for demonstrations. */
export function aQuickEndpoint(): Endpoint {
  return anEndpoint({ tunnel: 'quick', host: 'gentle-otter-rides-far.trycloudflare.com', port: 22 });
}

/** Through the broker and the worker; the address is the worker's. */
export function aGatewayEndpoint(): Endpoint {
  return anEndpoint({ ...keyOnly, tunnel: 'gateway', host: '127.0.0.1', port: 30_517, username: 'jovyan' });
}
