const maxWrongTries = 10;
const pauseMs = 60_000;
const maxRemembered = 10_000;

/**
 * Makes a limit on wrong passwords: after ten for one key, further tries wait for a minute. A try
 * counts when it begins, so that many at once gain nothing; `succeeded` forgets them.
 */
export function limitTries(now: () => number = Date.now) {
  const wrong = new Map<string, { tries: number; lastAt: number }>();

  /** Whether this key may try now. */
  function begin(key: string): boolean {
    if (wrong.size > maxRemembered) forgetOld();
    const before = wrong.get(key);
    const fresh = before === undefined || now() - before.lastAt > pauseMs;
    if (!fresh && before.tries >= maxWrongTries) return false;
    wrong.set(key, { tries: fresh ? 1 : before.tries + 1, lastAt: now() });
    return true;
  }

  function forgetOld(): void {
    for (const [key, { lastAt }] of wrong) if (now() - lastAt > pauseMs) wrong.delete(key);
  }

  return { begin, succeeded: (key: string) => void wrong.delete(key) };
}
