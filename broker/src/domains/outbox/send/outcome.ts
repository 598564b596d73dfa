/**
 * How one try ended. `again` = it may work later (`afterMs` when the other side said when; `forAll` = nobody on this channel before
 * that; `notOurTry` = it does not count). `refused` = never for this message. `gone` = the way itself does not exist any more.
 */
export type SendOutcome =
  | { kind: 'sent' }
  | { kind: 'again'; why: string; afterMs?: number; forAll?: boolean; notOurTry?: boolean }
  | { kind: 'refused'; why: string }
  | { kind: 'gone'; why: string };

const whyCharactersMax = 500;

/** What the other side said, short enough to keep. */
export function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > whyCharactersMax ? `${line.slice(0, whyCharactersMax - 1)}…` : line;
}
