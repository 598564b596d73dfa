import type { MessageReader, Piece } from '../proxy/carry.ts';
import type { Way } from '../proxy/proxy-state.ts';
import { createByteBuffer } from './byte-buffer.ts';

/** What is about to become lasting on a connection: the statements with their parameters, as text. */
type Lasting = { moment: 'commit' | 'statement'; text: string };
type SeeLasting = (way: Way, lasting: Lasting) => Promise<void> | undefined;

/**
 * Reads both sides of one connection to Postgres (protocol 3, no TLS). Seen are the points at which something becomes
 * lasting: up, before the server gets the word that commits; down, before the client learns that it did.
 */
export function readPostgres(see: SeeLasting): { up: MessageReader; down: MessageReader } {
  const statements = new Map<string, string>();
  /** One for each answer that ends in ReadyForQuery; null where nothing becomes lasting. */
  const awaited: (Lasting | null)[] = [null];
  let transaction: string[] | null = null;
  let cycle = '';

  function run(text: string): Lasting | null {
    const verb = text.trimStart().slice(0, 20).toLowerCase();
    if (/^(begin|start transaction)/.test(verb)) {
      transaction = [];
      return null;
    }
    if (transaction === null) return { moment: 'statement', text };
    if (/^rollback(?! to)/.test(verb)) transaction = null;
    else if (verb.startsWith('commit')) {
      const lasting = { moment: 'commit' as const, text: transaction.join('\n') };
      transaction = null;
      return lasting;
    } else transaction.push(text);
    return null;
  }

  function finish(bytes: Buffer, text: string): Piece {
    const lasting = run(text);
    awaited.push(lasting);
    return lasting === null ? { bytes } : { bytes, pass: () => see('up', lasting) };
  }

  function readUp(type: string, bytes: Buffer): Piece {
    if (type === 'Q') return finish(bytes, zeroEnded(bytes, 5).text);
    if (type === 'P') {
      const name = zeroEnded(bytes, 5);
      const { text } = zeroEnded(bytes, name.end);
      statements.set(name.text, text);
      cycle = text;
    } else if (type === 'B') {
      const portal = zeroEnded(bytes, 5);
      const name = zeroEnded(bytes, portal.end);
      cycle = `${statements.get(name.text) ?? ''}\n${bytes.subarray(name.end).toString('latin1')}`;
    } else if (type === 'S') {
      const text = cycle;
      cycle = '';
      return finish(bytes, text);
    }
    return { bytes };
  }

  function readDown(type: string, bytes: Buffer): Piece {
    if (type !== 'Z') return { bytes };
    const lasting = awaited.shift();
    return lasting ? { bytes, pass: () => see('down', lasting) } : { bytes };
  }

  return { up: splitter(readUp, true), down: splitter(readDown, false) };
}

/** Cuts into messages: a letter, four bytes of length, the rest. A client's very first one has no letter. */
function splitter(read: (type: string, bytes: Buffer) => Piece, startsBare: boolean): MessageReader {
  const buffer = createByteBuffer();
  let isBare = startsBare;
  return {
    read(chunk) {
      buffer.add(chunk);
      const pieces: Piece[] = [];
      for (;;) {
        const held = buffer.peek();
        const letters = isBare ? 0 : 1;
        if (held.length < 4 + letters) return pieces;
        const length = held.readInt32BE(letters) + letters;
        if (held.length < length) return pieces;
        const bytes = buffer.take(length);
        pieces.push(isBare ? { bytes } : read(String.fromCharCode(bytes[0] ?? 0), bytes));
        isBare = false;
      }
    },
  };
}

function zeroEnded(bytes: Buffer, from: number): { text: string; end: number } {
  const end = bytes.indexOf(0, from);
  return { text: bytes.subarray(from, end).toString(), end: end + 1 };
}
