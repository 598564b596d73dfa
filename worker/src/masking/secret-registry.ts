import {
  createSecretFinder,
  formsOf,
  type SecretFinder,
  type SecretForms,
} from '@coinslot/shared/masking/secret-finder.ts';

/** Every secret this process knows at the moment, in all the forms that must not be seen. */
export type SecretRegistry = {
  /** From now on this secret is masked everywhere. Call the answer to forget it (counted, so twice added is kept once). */
  add: (secret: string) => () => void;
  /** Finds them. The same object until a secret is added or forgotten. */
  finder: () => SecretFinder;
};

export function createSecretRegistry(): SecretRegistry {
  const known = new Map<string, { count: number; forms: SecretForms }>();
  let cached: SecretFinder | null = null;

  function forget(secret: string): void {
    const entry = known.get(secret);
    if (entry === undefined) return;
    entry.count -= 1;
    if (entry.count > 0) return;
    known.delete(secret);
    cached = null;
  }

  return {
    add(secret) {
      const entry = known.get(secret);
      if (entry === undefined) {
        known.set(secret, { count: 1, forms: formsOf(secret) });
        cached = null;
      } else entry.count += 1;
      let forgotten = false;
      return () => {
        if (!forgotten) forget(secret);
        forgotten = true;
      };
    },
    finder() {
      cached ??= createSecretFinder([...known.values()].map(({ forms }) => forms));
      return cached;
    },
  };
}
