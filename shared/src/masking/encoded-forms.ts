/** Shorter secrets are not masked: they would blank out ordinary words. */
export const shortestSecret = 6;

/**
 * The forms of a secret to be looked for, letter by letter: plain, base64 at its three alignments (inside longer base64 too), hex, and
 * what quoting makes of it where reading the quoting back (read-letters.ts) would not do, because the secret itself looks quoted.
 * Empty for secrets below `shortestSecret`.
 */
export function encodedForms(secret: string): string[] {
  if (secret.length < shortestSecret) return [];
  const inHex = Buffer.from(secret, 'utf8').toString('hex');
  const uri = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const html = htmlForm(secret);
  const forms = new Set<string>([
    secret,
    ...base64Forms(secret),
    inHex,
    inHex.toUpperCase(),
    withColons(inHex),
    uri,
    strictUriForm(secret),
    strictUriForm(secret).replaceAll('%20', '+'),
    uri.replaceAll('%20', '+'),
    encodeURIComponent(uri),
    json,
    JSON.stringify(json).slice(1, -1),
    html,
    htmlForm(html),
    secret.replaceAll("'", String.raw`'\''`),
    secret.replaceAll("'", `'"'"'`),
    secret.replace(/["$`\\]/g, String.raw`\$&`),
    secret.replace(/[^\w@%+=:,./-]/g, String.raw`\$&`),
  ]);
  return [...forms].filter((form) => form.length >= shortestSecret);
}

/** The part of the base64 text that does not depend on what stands before or after the secret, for each alignment. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const start = Math.ceil((shift * 8) / 6);
    const end = Math.floor(((shift + bytes.length) * 8) / 6);
    const stable = encoded.slice(start, end);
    return [stable, stable.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function withColons(inHex: string): string {
  return inHex.match(/../g)?.join(':') ?? inHex;
}

/** Percent-encodes also what encodeURIComponent leaves alone, as many form encoders do. */
function strictUriForm(secret: string): string {
  return encodeURIComponent(secret).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function htmlForm(secret: string): string {
  return secret
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
