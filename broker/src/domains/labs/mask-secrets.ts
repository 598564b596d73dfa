const maskText = '[masked]';

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
 * Hides known secrets and everything that looks like one. The worker masks first; this is the second look, before a text
 * is stored. `secrets` shorter than six characters are left out: they would hide ordinary words.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret.length >= 6) masked = masked.replaceAll(secret, maskText);
  }
  for (const [pattern, replacement] of patterns) masked = masked.replace(pattern, replacement);
  return masked;
}
