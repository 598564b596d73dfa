const maxWrongTries = 10;
const pauseMs = 60_000;

/** A limit on wrong passwords: after ten for one key, every try for it is refused for a minute. */
export function limitTries(now: () => number = Date.now) {
  const wrong = new Map<string, { tries: number; lastAt: number }>();

  function isPaused(key: string): boolean {
    const { tries, lastAt } = wrong.get(key) ?? { tries: 0, lastAt: 0 };
    return tries >= maxWrongTries && now() - lastAt <= pauseMs;
  }

  function countWrong(key: string): void {
    for (const [old, { lastAt }] of wrong) if (now() - lastAt > pauseMs) wrong.delete(old);
    wrong.set(key, { tries: (wrong.get(key)?.tries ?? 0) + 1, lastAt: now() });
  }

  return { isPaused, countWrong, forget: (key: string) => wrong.delete(key) };
}
