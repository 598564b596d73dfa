import { join } from 'node:path';
import type { Logger } from '../logger.ts';
import { createBrowserKeeper } from './browser-keeper.ts';
import type { BrowserKeeper, BrowserKeeperOptions } from './browser-keeper.ts';

/** The worker's browsers: one for all labs, and one that does not say that it is automated, for the labs that are set to it. */
export type BrowserKeepers = Pick<BrowserKeeper, 'pids' | 'close' | 'kill'> & {
  plain: BrowserKeeper;
  stealthy: BrowserKeeper;
};

/** Each launches its Chromium at first need: a worker without such labs has one. */
export function createBrowserKeepers(
  options: Omit<BrowserKeeperOptions, 'stealth'>,
  log: Logger,
): BrowserKeepers {
  const plain = createBrowserKeeper(options, log);
  const stealthy = createBrowserKeeper(
    { ...options, profilesDir: join(options.profilesDir, 'stealthy'), stealth: true },
    log.child({ stealth: true }),
  );
  return {
    plain,
    stealthy,
    pids: () => [...plain.pids(), ...stealthy.pids()],
    async close() {
      // Its profiles lie in the other's folder, which goes last.
      await stealthy.close();
      await plain.close();
    },
    kill() {
      stealthy.kill();
      plain.kill();
    },
  };
}
