/**
 * Things that one test at a time may have, by name. The returned function waits until all of these are free and takes them; what
 * it answers with gives them back.
 */
export function createTurns(): (names: readonly string[]) => Promise<() => void> {
  const lastOf = new Map<string, Promise<void>>();
  return async (names) => {
    const { promise: untilGivenBack, resolve: giveBack } = Promise.withResolvers<void>();
    // All in one go, so that no two wait for each other.
    const before = names.flatMap((name) => lastOf.get(name) ?? []);
    for (const name of names) lastOf.set(name, untilGivenBack);
    await Promise.all(before);
    return giveBack;
  };
}
