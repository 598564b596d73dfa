import { createHash } from 'node:crypto';

/** What a terminal showed of a command of ours: its answer, or that it ended without one. */
export type MarkedAnswer = { kind: 'answer'; value: unknown } | { kind: 'ended'; code: number };

// Built from its number: a literal control character would be invisible here.
const escape = String.fromCharCode(27);
const bell = String.fromCharCode(7);
const colours = new RegExp(
  `${escape}(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^${bell}${escape}]*(?:${bell}|${escape}\\\\)?|[()][A-Z0-9]|[=>])`,
  'g',
);

/** The text without what only colours it or moves a cursor. */
export function stripTerminalCodes(text: string): string {
  return text.replaceAll(colours, '').replaceAll('\r', '');
}

/**
 * Looks in a terminal's output for the line `COINSLOT <nonce> <base64 of JSON> <sha256>`, or for the line
 * `COINSLOT-EXIT <nonce> <code>` after it. The command that was typed carries neither, so its echo cannot be taken for
 * an answer; a line that was torn or mixed with another does not fit its checksum.
 *
 * @returns null when neither is there (yet)
 */
export function findMarkedAnswer(output: string, nonce: string): MarkedAnswer | null {
  const text = stripTerminalCodes(output);
  for (const [, encoded = '', sum] of text.matchAll(
    new RegExp(`COINSLOT ${nonce} ([A-Za-z0-9+/=]+) ([0-9a-f]{64})`, 'g'),
  )) {
    if (createHash('sha256').update(encoded).digest('hex') !== sum) continue;
    return { kind: 'answer', value: JSON.parse(Buffer.from(encoded, 'base64').toString()) };
  }
  const code = new RegExp(`COINSLOT-EXIT ${nonce} (\\d+)\n`).exec(text)?.[1];
  return code === undefined ? null : { kind: 'ended', code: Number(code) };
}
