import {
  createSecretFinder,
  formsOf,
  type Place,
  type SecretFinder,
} from '@coinslot/shared/masking/secret-finder.ts';

export const maskText = '[masked]';

/** Shapes of secrets, whatever they belong to. Each is linear in the text's length. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, maskText],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, maskText],
  [/\b(Bearer|Basic)\s+[\w+/.~=-]{8,}/gi, `$1 ${maskText}`],
  [/(:\/\/[^\s:/@]{1,100}:)[^\s/@]{1,200}@/g, `$1${maskText}@`],
  [
    /\b(pass(?:word|wd|phrase)|secret|api[_-]?key|access[_-]?token)(["']?\s{0,4}[=:]\s{0,4})("[^"\n]*"|'[^'\n]*'|[^\s"'&;,]+)/gi,
    `$1$2${maskText}`,
  ],
];

/**
 * Hides known secrets, however they are spelled, and everything that looks like one. The worker masks first; this is the second look,
 * before a text is stored. `secrets` shorter than six characters are left out: they would hide ordinary words.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = '';
  let from = 0;
  for (const place of findSecrets(text, secrets)) {
    masked += text.slice(from, place.from) + maskText;
    from = place.to;
  }
  return maskPatterns(masked + text.slice(from));
}

/** Hides what looks like a secret, whatever it belongs to. */
export function maskPatterns(text: string): string {
  return patterns.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

/** Where known secrets stand, in order and apart from each other. */
export function findSecrets(text: string, secrets: readonly string[]): Place[] {
  return finderFor(secrets).find(text, true).places;
}

/** A machine's lines come again and again with the same secrets, and to spell those takes a millisecond or two. */
const keptFinders = 256;
const finders = new Map<string, SecretFinder>();

function finderFor(secrets: readonly string[]): SecretFinder {
  const key = JSON.stringify(secrets);
  const finder = finders.get(key) ?? createSecretFinder(secrets.map(formsOf));
  // The newest stands last, and the one that was not asked for longest first.
  finders.delete(key);
  finders.set(key, finder);
  if (finders.size > keptFinders) finders.delete(finders.keys().next().value ?? '');
  return finder;
}
