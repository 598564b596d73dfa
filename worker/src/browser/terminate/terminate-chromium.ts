import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningChromium } from '../launch/launch-chromium.ts';

const closeMs = 3000;
const termMs = 2000;
const killMs = 2000;

/** Ends Chromium and all its children: close (3 s) → SIGTERM (2 s) → SIGKILL to the process group. Removes its profile. */
export async function terminateChromium(chromium: RunningChromium): Promise<void> {
  const exited = exitOf(chromium);
  chromium.browser.close().catch(() => undefined);
  let isGone = await within(exited, closeMs);
  if (!isGone) {
    signalGroup(chromium.pid, 'SIGTERM');
    isGone = await within(exited, termMs);
  }
  // Helpers whose browser is gone have nothing to finish.
  signalGroup(chromium.pid, 'SIGKILL');
  if (!isGone) await within(exited, killMs);
  await removeProfile(chromium.profileDir);
}

/** At once, without asking: for the second signal. */
export function killChromium(chromium: RunningChromium): void {
  signalGroup(chromium.pid, 'SIGKILL');
}

/** Puppeteer starts it as the leader of a process group of its own. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

/** The leader's exit; orphaned helpers may linger as zombies for seconds, which is not worth waiting for. */
async function exitOf({ browser }: RunningChromium): Promise<void> {
  const child = browser.process();
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  await once(child, 'exit');
}

async function within(exited: Promise<void>, ms: number): Promise<boolean> {
  return Promise.race([exited.then(() => true), sleep(ms, false, { ref: false })]);
}

/** Chromium's last helpers may still write for a moment. */
async function removeProfile(profileDir: string): Promise<void> {
  await rm(profileDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(
    () => undefined,
  );
}
