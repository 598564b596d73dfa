import { join } from 'node:path';
import { raceSignal } from '../browser/page/race-signal.ts';
import type { Logger } from '../logger.ts';
import type { Address } from '../machine/way-in.ts';
import { abortAfter } from '../pause.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import { StopError } from '../stop-error.ts';
import { endLeftovers } from './end-leftovers.ts';
import type { CloudflaredPlaces } from './find-cloudflared.ts';
import { findCloudflared } from './find-cloudflared.ts';
import type { TunnelPace } from './keep-running.ts';
import { usualPace } from './keep-running.ts';
import { openTunnel } from './open-tunnel.ts';
import type { OpenTunnel, TunnelOrder } from './open-tunnel.ts';

/** The tunnels of this worker, one for each machine. */
export type TunnelKeeper = {
  /**
   * Opens what is to carry the member, or takes what is open when it is the same: it leads to SSH when this resolves.
   *
   * @throws tunnel_failed, with what cloudflared said last; the signal's reason when that was aborted
   */
  open: (
    machineId: string,
    order: TunnelOrder,
    options: { withinMs: number; signal: AbortSignal },
  ) => Promise<{ hostname: string; address: Address }>;
  /** Whether the tunnel of a machine ended and is not started again. */
  gaveUp: (machineId: string) => boolean;
  /** Ends the tunnel of a machine; nothing when it has none. */
  close: (machineId: string) => Promise<void>;
  closeAll: () => Promise<void>;
  /** Now. */
  kill: () => void;
};

/** Ends what an earlier worker of this folder left, then keeps its own. cloudflared is looked for when it is first needed. */
export function createTunnelKeeper(
  options: { dataDir: string; places: CloudflaredPlaces; pace?: TunnelPace },
  log: Logger,
): TunnelKeeper {
  const tunnelsDir = join(options.dataDir, 'tunnels');
  const tunnels = new Map<string, { key: string; tunnel: OpenTunnel }>();
  const cleared = endLeftovers(tunnelsDir).then(
    (ended) => {
      if (ended > 0) log.warn({ ended }, 'tunnels of an earlier worker were ended');
    },
    (error: unknown) => log.error({ err: error }, 'tunnels of an earlier worker could not be looked for'),
  );
  let binary: Promise<string> | null = null;

  /** Goes on when nobody waits any more: a fetch that takes long is there for the next try. */
  function findBinary(): Promise<string> {
    binary ??= findCloudflared(options.places).catch((error: unknown) => {
      binary = null;
      throw error;
    });
    return binary;
  }

  async function close(machineId: string): Promise<void> {
    const known = tunnels.get(machineId);
    tunnels.delete(machineId);
    await known?.tunnel.close();
  }

  async function take(machineId: string, order: TunnelOrder, signal: AbortSignal): Promise<OpenTunnel> {
    const key = JSON.stringify(order);
    const known = tunnels.get(machineId);
    if (known?.key === key && known.tunnel.gaveUp() === null) return known.tunnel;
    await close(machineId);
    await raceSignal(cleared, signal);
    const path = await raceSignal(findBinary(), signal);
    const tunnel = openTunnel({
      path,
      order,
      tunnelsDir,
      name: machineId,
      pace: options.pace ?? usualPace,
      log: log.child({ machineId }),
    });
    tunnels.set(machineId, { key, tunnel });
    return tunnel;
  }

  return {
    async open(machineId, order, { withinMs, signal }) {
      const bounded = AbortSignal.any([signal, abortAfter(withinMs)]);
      try {
        const tunnel = await take(machineId, order, bounded);
        return await tunnel.leadsToSsh(bounded);
      } catch (error) {
        const detail = tunnels.get(machineId)?.tunnel.detail() ?? null;
        await close(machineId);
        signal.throwIfAborted();
        throw new RecipeError('tunnel_failed', explain(error, detail), { cause: error });
      }
    },
    gaveUp: (machineId) => (tunnels.get(machineId)?.tunnel.gaveUp() ?? null) !== null,
    close,
    async closeAll() {
      await cleared;
      await Promise.all([...tunnels.keys()].map((machineId) => close(machineId)));
    },
    kill() {
      for (const { tunnel } of tunnels.values()) tunnel.kill();
    },
  };
}

function explain(error: unknown, detail: string | null): string {
  if (error instanceof StopError) return error.message;
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const text = error instanceof Error ? error.message : String(error);
  const what = isLate ? 'Nothing answered as SSH through the tunnel in time.' : text;
  return (detail === null ? what : `${what} cloudflared said: ${detail}`).slice(0, 500);
}
