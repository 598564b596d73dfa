/** How a secret may be spelled in what a program prints. Written from the ways of quoting, not from what we look for. */
export const spellings: Record<string, (secret: string) => string> = {
  plain: (secret) => secret,
  'base64, not shifted': (secret) => base64(`${secret}:x`),
  'base64, shifted by one': (secret) => base64(`u${secret}`),
  'base64, shifted by two': (secret) => base64(`ab${secret}z`),
  'base64 for addresses': (secret) => base64(`id:${secret}`).replaceAll('+', '-').replaceAll('/', '_'),
  'base64 in lines': (secret) => inLines(base64(`who knows:${secret}`), 19, '\r\n'),
  'percent-encoded': encodeURIComponent,
  'percent-encoded in small letters': (secret) => encodeURIComponent(secret).replace(/%../g, lower),
  'percent-encoded byte by byte': (secret) => byBytes(secret, (byte) => `%${hex(byte)}`),
  'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'a form': (secret) => new URLSearchParams({ s: secret }).toString().slice(2),
  'base64 in a form': (secret) => encodeURIComponent(base64(`a${secret}`)),
  JSON: (secret) => JSON.stringify(secret),
  'JSON in JSON': (secret) => JSON.stringify(JSON.stringify({ secret })),
  'JSON with slashes quoted': (secret) => JSON.stringify(secret).replaceAll('/', String.raw`\/`),
  'JSON in ASCII, every letter': (secret) => byUnits(secret, (code) => String.raw`\u${hex(code, 4)}`),
  'HTML with names': (secret) => byNames(secret, '&#39;'),
  'XML with names': (secret) => byNames(secret, '&apos;'),
  'HTML in numbers': (secret) => byCharacters(secret, (code) => `&#${code};`),
  'HTML in hex': (secret) => byCharacters(secret, (code) => `&#x${hex(code)};`),
  "a shell's single quotes": (secret) => `'${secret.replaceAll("'", String.raw`'\''`)}'`,
  "a shell's other single quotes": (secret) => `'${secret.replaceAll("'", `'"'"'`)}'`,
  "a shell's double quotes": (secret) => `"${secret.replace(/["$`\\]/g, String.raw`\$&`)}"`,
  "a shell's backslashes": (secret) => secret.replace(/[^\w@%+=:,./-]/g, String.raw`\$&`),
  hex: (secret) => byBytes(secret, (byte) => hex(byte)),
  'hex in capitals': (secret) => byBytes(secret, (byte) => hex(byte).toUpperCase()),
  'hex in pairs': (secret) => byBytes(secret, (byte) => `${hex(byte)} `),
  'hex with colons': (secret) => byBytes(secret, (byte) => `${hex(byte)}:`),
  'hex as in C': (secret) => byBytes(secret, (byte) => String.raw`\x${hex(byte)}`),
  'colours around each letter': (secret) =>
    byUnits(secret, (code) => `\u001b[1;3${code % 8}m${String.fromCharCode(code)}\u001b[0m`),
  'a title between its letters': (secret) => `${secret.slice(0, 3)}\u001b]0;t\u0007${secret.slice(3)}`,
  'a colour, spelled as JSON': (secret) =>
    JSON.stringify(`${secret.slice(0, 4)}\u001b[31m${secret.slice(4)}`),
  'wrapped at the edge of a terminal': (secret) => inLines(secret, 5, '\r\n'),
  'wrapped and indented': (secret) => inLines(secret, 7, '\n    '),
  'with NUL between its letters': (secret) => secret.split('').join('\0'),
};

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function lower(text: string): string {
  return text.toLowerCase();
}

function hex(code: number, digits = 2): string {
  return code.toString(16).padStart(digits, '0');
}

function byBytes(text: string, spell: (byte: number) => string): string {
  return [...Buffer.from(text)].map(spell).join('');
}

function byCharacters(text: string, spell: (code: number) => string): string {
  return Array.from(text, (one) => spell(one.codePointAt(0) ?? 0)).join('');
}

function byUnits(text: string, spell: (code: number) => string): string {
  return text
    .split('')
    .map((one) => spell(one.charCodeAt(0)))
    .join('');
}

function byNames(text: string, apostrophe: string): string {
  const named: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": apostrophe,
  };
  return text.replace(/[&<>"']/g, (one) => named[one] ?? one);
}

function inLines(text: string, width: number, between: string): string {
  return text.match(new RegExp(`[^]{1,${width}}`, 'g'))?.join(between) ?? text;
}

/** Secrets as they are made for machines, seats, tunnels and sessions; the same number makes the same one. */
export function plantSecret(number: number): string {
  const alphabets = [
    'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789',
    '0123456789abcdef',
    'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/',
    `abcdefghijklmnopqrstuvwxyz0123456789!"#$%&'()*,./:;<=>?@[]^_\`{|}~\\-`,
    'äöüßéñ漢字🔑abcdefghijklmnopqrstuvwxyz0123456789 ',
  ];
  const alphabet = Array.from(alphabets[number % alphabets.length] ?? '');
  const length = 10 + (number % 34);
  let state = (number + 1) * 2_654_435_761;
  let secret = 'k';
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    secret += alphabet[(state >>> 8) % alphabet.length] ?? '';
  }
  return `${secret}e`;
}
