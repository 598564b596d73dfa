import type { Logger } from '../logger.ts';
import type { Address } from '../machine/way-in.ts';
import { pause } from '../pause.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import { awaitSsh } from './await-ssh.ts';
import { keepRunning } from './keep-running.ts';
import type { KeptRunning, TunnelPace } from './keep-running.ts';
import { openSideDoor } from './open-side-door.ts';
import type { SideDoor } from './open-side-door.ts';
import { runCloudflared } from './run-cloudflared.ts';
import { tunnelFiles } from './tunnel-files.ts';

const pollMs = 50;

/**
 * `named`: cloudflared runs here with the token of this machine's tunnel and leads to `origin`. `inside`: it runs in the machine, and is
 * only reached from here. `quick`: it runs here and asks trycloudflare.com for a name, which is another one at each start.
 */
export type TunnelOrder =
  | { kind: 'named'; hostname: string; token: string; origin: Address }
  | { kind: 'inside'; hostname: string }
  | { kind: 'quick'; origin: Address };

export type OpenTunnel = {
  /** Waits until SSH is spoken at the end of the member's way. `address` leads there from this host. */
  leadsToSsh: (signal: AbortSignal) => Promise<{ hostname: string; address: Address }>;
  gaveUp: () => string | null;
  /** What cloudflared complained of last. */
  detail: () => string | null;
  close: () => Promise<void>;
  kill: () => void;
};

export function openTunnel(options: {
  path: string;
  order: TunnelOrder;
  tunnelsDir: string;
  /** Of the folder: the machine's id. */
  name: string;
  pace: TunnelPace;
  log: Logger;
}): OpenTunnel {
  const { path, order, pace, log } = options;
  const files = tunnelFiles(options.tunnelsDir, options.name);
  const kept =
    order.kind === 'inside' ? null : keepRunning(start, { pace, mayRestart: order.kind === 'named', log });
  let door: SideDoor | null = null;
  let isClosed = false;

  async function start(): ReturnType<Parameters<typeof keepRunning>[0]> {
    const origin = order.kind === 'inside' ? null : `ssh://${hostAndPort(order.origin)}`;
    const isNamed = order.kind === 'named';
    await files.write({ origin: isNamed ? origin : null, token: isNamed ? order.token : null });
    return runCloudflared({
      path,
      files,
      mode: isNamed ? { kind: 'named' } : { kind: 'quick', origin: origin ?? '' },
      onLine: (line) => log.debug({ line }, 'cloudflared'),
    });
  }

  return {
    async leadsToSsh(signal) {
      const hostname = order.kind === 'quick' ? await quickHostname(kept, signal) : order.hostname;
      await connected(kept, signal);
      if (door === null) {
        const opened = await openSideDoor({ path, hostname, folder: files.folder });
        if (isClosed) opened.kill();
        door = opened;
      }
      await awaitSsh(door.address, signal);
      return { hostname, address: door.address };
    },
    gaveUp: () => kept?.gaveUp() ?? null,
    detail: () => kept?.lastError() ?? null,
    async close() {
      isClosed = true;
      await Promise.all([door?.close(), kept?.stop()]);
      await files.removeAll();
    },
    kill() {
      isClosed = true;
      door?.kill();
      kept?.kill();
    },
  };
}

async function connected(kept: KeptRunning | null, signal: AbortSignal): Promise<void> {
  if (kept === null) return;
  for (;;) {
    if (kept.run()?.hasConnected() === true) return;
    throwWhenGivenUp(kept);
    await pause(pollMs, signal);
  }
}

async function quickHostname(kept: KeptRunning | null, signal: AbortSignal): Promise<string> {
  for (;;) {
    const hostname = kept?.run()?.quickHostname() ?? null;
    if (hostname !== null) return hostname;
    throwWhenGivenUp(kept);
    await pause(pollMs, signal);
  }
}

function throwWhenGivenUp(kept: KeptRunning | null): void {
  if (kept?.gaveUp() === null) return;
  throw new RecipeError('tunnel_failed', 'The tunnel ended again and again.');
}

function hostAndPort({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
