import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningChromium } from '../launch/launch-chromium.ts';

const closeMs = 3000;
const termMs = 2000;
const killMs = 2000;
const pollMs = 25;

/** Ends Chromium and all its children: close (3 s) → SIGTERM (2 s) → SIGKILL to the process group. Removes its profile. */
export async function terminateChromium(chromium: RunningChromium): Promise<void> {
  await Promise.race([chromium.browser.close().catch(() => undefined), sleep(closeMs)]);
  if (!(await isGone(chromium.pid, pollMs))) {
    signalGroup(chromium.pid, 'SIGTERM');
    if (!(await isGone(chromium.pid, termMs))) {
      signalGroup(chromium.pid, 'SIGKILL');
      await isGone(chromium.pid, killMs);
    }
  }
  await removeProfile(chromium.profileDir);
}

/** At once, without asking: for the second signal. */
export function killChromium(chromium: RunningChromium): void {
  signalGroup(chromium.pid, 'SIGKILL');
}

/** Puppeteer starts it as the leader of a process group of its own. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function isGone(pid: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (signalGroup(pid, 0)) {
    if (performance.now() > until) return false;
    await sleep(pollMs);
  }
  return true;
}

/** Chromium's last helpers may still write for a moment. */
async function removeProfile(profileDir: string): Promise<void> {
  await rm(profileDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(
    () => undefined,
  );
}
