import { encodedForms } from './encoded-forms.ts';

/** Every secret this process knows at the moment, in all the forms that must not be seen. */
export type SecretRegistry = {
  /** From now on this secret is masked everywhere. Call the answer to forget it (counted, so twice added is kept once). */
  add: (secret: string) => () => void;
  /** Forms to look for, longest first, by their first character. The same object until a secret is added or forgotten. */
  forms: () => ReadonlyMap<string, readonly string[]>;
};

export function createSecretRegistry(): SecretRegistry {
  const counts = new Map<string, number>();
  let cached: ReadonlyMap<string, readonly string[]> | null = null;

  function forget(secret: string): void {
    const count = counts.get(secret) ?? 0;
    if (count > 1) counts.set(secret, count - 1);
    else counts.delete(secret);
    cached = null;
  }

  return {
    add(secret) {
      counts.set(secret, (counts.get(secret) ?? 0) + 1);
      cached = null;
      let forgotten = false;
      return () => {
        if (!forgotten) forget(secret);
        forgotten = true;
      };
    },
    forms() {
      cached ??= byFirstCharacter(counts.keys());
      return cached;
    },
  };
}

function byFirstCharacter(secrets: Iterable<string>): Map<string, string[]> {
  const all = new Set([...secrets].flatMap(encodedForms));
  const longestFirst = [...all].sort((a, b) => b.length - a.length);
  return Map.groupBy(longestFirst, (form) => form.charAt(0));
}
