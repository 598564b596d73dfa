import { cliError } from './cli-error.ts';

/**
 * The only one of these; throws when the text fits none or several, and says which. `listedBy` is the command that shows
 * them all, e.g. `coinslot products`.
 */
export function pickOne<Item extends { id: string; name: string }>(
  items: readonly Item[],
  text: string,
  kind: string,
  listedBy?: string,
): Item {
  const [first, ...more] = items;
  if (first === undefined) {
    const hint = listedBy === undefined ? '' : ` All there are: ${listedBy}`;
    throw cliError('notFound', `There is no ${kind} ${text}.${hint}`);
  }
  if (more.length === 0) return first;
  const which = items.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw cliError('usage', `${text} fits more than one ${kind}:\n${which}`);
}

/** The one with this name, or with an id that begins so. */
export function pickByNameOrId<Item extends { id: string; name: string }>(
  items: readonly Item[],
  text: string,
  kind: string,
  listedBy?: string,
): Item {
  const named = items.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  return pickOne(
    named.length > 0 ? named : items.filter(({ id }) => id.startsWith(text.toLowerCase())),
    text,
    kind,
    listedBy,
  );
}
