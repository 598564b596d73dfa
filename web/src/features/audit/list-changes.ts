/** One field that an act changed, with its value before and after as text; null = it was not there. */
export type Change = { field: string; before: string | null; after: string | null };

/** What is different between two states, field by field, nested ones by their path (`perks.mayBuy`). */
export function listChanges(before: unknown, after: unknown): Change[] {
  const [old, now] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => old.get(field) !== now.get(field))
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }));
}

function flatten(value: unknown, path = ''): Map<string, string> {
  if (value === null || value === undefined) return new Map(path === '' ? [] : [[path, '–']]);
  if (typeof value !== 'object')
    return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]]);
  if (Array.isArray(value)) {
    const plain = value.every((item) => typeof item !== 'object' || item === null);
    return new Map([[path, plain ? value.join(', ') || '–' : JSON.stringify(value)]]);
  }
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [
      ...flatten(inner, path === '' ? key : `${path}.${key}`),
    ]),
  );
}
