/** Shorter secrets are not masked: they would blank out ordinary words. */
const minSecretLength = 6;

/**
 * Every form in which a secret may turn up in text: plain, base64 at its three alignments (inside longer base64 too),
 * URL, form, JSON, HTML and shell-quoted. Longest first. Empty for secrets below `minSecretLength`.
 */
export function encodedForms(secret: string): string[] {
  if (secret.length < minSecretLength) return [];
  const forms = new Set<string>([
    secret,
    ...base64Forms(secret),
    encodeURIComponent(secret),
    strictUriForm(secret),
    strictUriForm(secret).replaceAll('%20', '+'),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    htmlForm(secret),
    secret.replaceAll("'", String.raw`'\''`),
    secret.replaceAll("'", `'"'"'`),
    secret.replace(/["$`\\]/g, String.raw`\$&`),
    secret.replace(/[^\w@%+=:,./-]/g, String.raw`\$&`),
  ]);
  return [...forms].filter((form) => form.length >= minSecretLength).sort((a, b) => b.length - a.length);
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
