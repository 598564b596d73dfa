import { raceSignal } from '../browser/page/race-signal.ts';
import { abortAfter } from '../pause.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import type { LabConnection } from '../recipes/recipe.ts';
import type { MachineWork } from './machine-work.ts';
import { pinAddress } from './pin-address.ts';
import type { Whereabouts } from './pin-address.ts';
import type { Address, Carrier } from './way-in.ts';

/** What `ssh name` goes to when nothing else is said: a name in Cloudflare's tunnels has no port. */
const sshPort = 22;
/** Of the step's time, so that what failed is told before the step is over. */
const share = 0.75;

/**
 * Opens what is to carry the member to the machine's SSH server: nothing for `direct` and for `gateway`, which are the server's own
 * address, reached by the member or by this worker; cloudflared for the others, until SSH is spoken at the end of the member's way.
 *
 * @throws tunnel_failed
 */
export async function openCarrier(
  work: MachineWork,
  { host, port }: LabConnection,
  signal: AbortSignal,
): Promise<Carrier> {
  signal.throwIfAborted();
  const { kind, place } = work.orders.newest().tunnel;
  const { machineId } = work.assignment;
  // Where cloudflared runs in the machine, nothing here connects to the machine's own address.
  const isInside = kind === 'cloudflared' && place === 'machine';
  const own = isInside ? { host, port } : await pinAddress({ host, port }, whereabouts(work), signal);
  if (kind === 'direct' || kind === 'gateway')
    return { tunnel: kind, reach: 'anywhere', named: { host, port }, dial: own, own };
  const options = { withinMs: work.timeouts.tunnelMs * share, signal };
  if (kind === 'quick') {
    const opened = await work.tunnels.open(machineId, { kind, origin: own }, options);
    return carrierOf(opened, { tunnel: 'quick', reach: 'worker', own });
  }
  const { hostname, token } = await awaitNamedTunnel(work, signal);
  const order = isInside
    ? ({ kind: 'inside', hostname } as const)
    : ({ kind: 'named', hostname, token, origin: own } as const);
  // Another worker goes on with the same hostname.
  const opened = await work.tunnels.open(machineId, order, options);
  const seen = isInside ? opened.address : own;
  return carrierOf(opened, { tunnel: 'cloudflared', reach: 'anywhere', own: seen });
}

/**
 * The tunnel that the broker makes for this machine while it is being provisioned: its name and its token come with a later word.
 *
 * @throws tunnel_failed
 */
export async function awaitNamedTunnel(
  { orders, timeouts }: Pick<MachineWork, 'orders' | 'timeouts'>,
  signal: AbortSignal,
): Promise<{ hostname: string; token: string }> {
  const bounded = AbortSignal.any([signal, abortAfter(timeouts.tunnelMs * share)]);
  for (;;) {
    const changed = orders.changed();
    const { hostname, token } = orders.newest().tunnel;
    if (hostname !== null && token !== null) return { hostname, token };
    await raceSignal(changed, bounded).catch(() => {
      signal.throwIfAborted();
      throw new RecipeError('tunnel_failed', 'The broker has made no tunnel at Cloudflare for this machine.');
    });
  }
}

export function whereabouts({ assignment, machineNetworks }: MachineWork): Whereabouts {
  return { labUrl: assignment.lab.baseUrl, networks: machineNetworks };
}

function carrierOf(
  { hostname, address }: { hostname: string; address: Address },
  rest: Pick<Carrier, 'tunnel' | 'reach' | 'own'>,
): Carrier {
  return { ...rest, named: { host: hostname, port: sshPort }, dial: address };
}
