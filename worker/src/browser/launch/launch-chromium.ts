import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from 'puppeteer';
import type { Browser } from 'puppeteer';
import { chromiumFlags, sandboxFlags } from './chromium-flags.ts';
import type { FoundChromium } from './find-chromium.ts';
import { stealthyLaunch } from './stealthy-launcher.ts';

/** A Chromium of ours, with the folder that goes when it goes. */
export type RunningChromium = { browser: Browser; pid: number; profileDir: string; launchedAt: number };

/**
 * Starts Chromium with a fresh profile, spoken to by a pipe: when this process dies, however it dies, the pipe closes
 * and Chromium ends by itself. It gets none of this process's environment.
 *
 * @throws when it did not come up in `timeoutMs`
 */
export async function launchChromium(options: {
  chromium: FoundChromium;
  profilesDir: string;
  timeoutMs: number;
  /** It does not say that it is automated. */
  stealth?: boolean;
}): Promise<RunningChromium> {
  await mkdir(options.profilesDir, { recursive: true, mode: 0o700 });
  const profileDir = await mkdtemp(join(options.profilesDir, 'profile-'));
  try {
    const start = options.stealth === true ? await stealthyLaunch() : launch;
    const browser = await start({
      executablePath: options.chromium.path,
      headless: options.chromium.isHeadlessShell ? 'shell' : true,
      pipe: true,
      userDataDir: profileDir,
      args: [...chromiumFlags, ...sandboxFlags(process.getuid?.())],
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: profileDir,
        LANG: 'C.UTF-8',
        ...options.chromium.environment,
      },
      timeout: options.timeoutMs,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    const child = browser.process();
    const pid = child?.pid;
    if (pid === undefined) throw new Error('Chromium has no process');
    // When Chromium is killed its pipes fail with ECONNRESET; unheard, that would end this process too.
    for (const stream of child?.stdio ?? []) stream?.on('error', () => undefined);
    return { browser, pid, profileDir, launchedAt: Date.now() };
  } catch (error) {
    await rm(profileDir, { recursive: true, force: true });
    throw explain(error);
  }
}

function explain(error: unknown): unknown {
  const text = error instanceof Error ? error.message : '';
  if (!text.includes('No usable sandbox')) return error;
  return new Error(
    'Chromium found no usable sandbox. Allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, ' +
      'or an AppArmor profile for Chromium), or run the worker in a container as root.',
    { cause: error },
  );
}
