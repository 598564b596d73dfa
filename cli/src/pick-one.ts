import { cliError } from './cli-error.ts';
import { nearestName } from './nearest-name.ts';

interface Named {
  id: string;
  name: string;
}

/** What is looked for: its kind, and the command that shows them all. */
export interface Sought {
  kind: string;
  listedBy: string;
}

/** The one with this name, or with an id that begins so. Throws when the text fits none or several, and says which was meant. */
export function pickByNameOrId<Item extends Named>(
  items: readonly Item[],
  text: string,
  sought: Sought,
): Item {
  return pickOne(matching(items, text), text, { ...sought, known: items });
}

/** Those with this name, else those with an id that begins so. */
export function matching<Item extends Named>(items: readonly Item[], text: string): Item[] {
  const meant = text.toLowerCase();
  const named = items.filter(({ name }) => name.toLowerCase() === meant);
  return named.length > 0 ? named : items.filter(({ id }) => id.startsWith(meant));
}

/** The only one of these. Throws when there is none or are several; of `known` it names the one that was probably meant. */
export function pickOne<Item extends Named>(
  items: readonly Item[],
  text: string,
  { kind, listedBy, known = [] }: Sought & { known?: readonly Named[] },
): Item {
  const [first, ...more] = items;
  if (first === undefined) {
    const near = nearestName(
      known.map(({ name }) => name),
      text,
    );
    const hint = near === undefined ? '' : ` Did you mean ${near}?`;
    throw cliError('notFound', `There is no ${kind} ${text}.${hint} All there are: ${listedBy}`);
  }
  if (more.length === 0) return first;
  const which = items.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw cliError('usage', `${text} fits more than one ${kind}:\n${which}`);
}
