import type { CatalogType } from '@lingui/conf';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';

/**
 * What is wrong with the catalogue of one language.
 *
 * @param wanted the messages that the code says now
 * @param kept what the catalogue holds, with its translations
 * @returns one line a fault: a message that is not in it, is no longer said, is not translated, or whose translation
 *   lacks a placeholder of the message or has another one
 */
export function findFaults(wanted: CatalogType, kept: CatalogType): string[] {
  return [
    ...Object.entries(wanted).flatMap(([id, { message = id }]) => {
      const translation = kept[id]?.translation;
      if (!kept[id] || kept[id].obsolete) return [`not in it: ${message}`];
      return translation ? comparePlaceholders(message, translation) : [`not translated: ${message}`];
    }),
    ...Object.entries(kept)
      .filter(([id]) => !(id in wanted))
      .map(([id, { message = id }]) => `no longer said: ${message}`),
  ];
}

function comparePlaceholders(message: string, translation: string): string[] {
  try {
    const [ours, theirs] = [listPlaceholders(message), listPlaceholders(translation)];
    return ours === theirs ? [] : [`placeholders ${ours || 'none'} became ${theirs || 'none'}: ${message}`];
  } catch (error) {
    return [`not to be read, ${error instanceof Error ? error.message : String(error)}: ${translation}`];
  }
}

type Token = string | number | undefined | readonly Token[] | { readonly [key: string]: Token };

/** Values, with how they choose (plural), and elements: each once, in one order. */
function listPlaceholders(text: string): string {
  const found = new Set<string>();
  collect(compileMessageOrThrow(text) as readonly Token[]);
  return [...found].toSorted().join(' ');

  function collect(tokens: Token): void {
    if (typeof tokens === 'string') {
      for (const [element] of tokens.matchAll(/<\/?\d+\/?>/g)) found.add(element);
    } else if (Array.isArray(tokens)) {
      for (const token of tokens) {
        if (!Array.isArray(token)) collect(token);
        else {
          found.add(`{${token.slice(0, 2).join(', ')}}`);
          collect(token[2]);
        }
      }
    } else if (typeof tokens === 'object') {
      for (const branch of Object.values(tokens)) collect(branch);
    }
  }
}
