import { z } from 'zod';

const prefix = '#/components/schemas/';

/** Only the schemas that some operation refers to, directly or through others. */
export function pruneComponents<Document extends { paths?: object; components?: { schemas?: object } }>(
  document: Document,
): Document {
  const all = z.record(z.string(), z.unknown()).parse(document.components?.schemas ?? {});
  const used = new Set<string>();
  const open = [...findRefs(document.paths)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    open.push(...findRefs(all[name]));
  }
  const schemas = Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => used.has(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { ...document, components: { ...document.components, schemas } };
}

function* findRefs(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string' && inner.startsWith(prefix))
      yield inner.slice(prefix.length);
    else yield* findRefs(inner);
  }
}
