import { UpMessage } from '@coinslot/shared/worker-messages/up.ts';

export type ParsedUpMessage =
  | { message: UpMessage; issues: null }
  /** Where and how it breaks the contract; never what was in it: it may hold a password. */
  | { message: null; issues: { at: string; problem: string }[] };

/** Parses one message of a worker; `text` is null for a binary frame, which the protocol does not have. */
export function parseUpMessage(text: string | null): ParsedUpMessage {
  if (text === null) return broken('a binary frame');
  let json: unknown;
  try {
    json = JSON.parse(withoutNul(text));
  } catch {
    return broken('not JSON');
  }
  const parsed = UpMessage.safeParse(json);
  if (parsed.success) return { message: parsed.data, issues: null };
  return {
    message: null,
    issues: parsed.error.issues
      .slice(0, 10)
      .map((issue) => ({ at: `/${issue.path.join('/')}`, problem: issue.code })),
  };
}

// A page or a machine may show U+0000, Postgres cannot store it: refused, the message would come again and again. In JSON it
// is always escaped; after an even number of backslashes, else it is a backslash and four zeros.
function withoutNul(text: string): string {
  return text.replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, String.raw`$1\ufffd`);
}

function broken(problem: string): ParsedUpMessage {
  return { message: null, issues: [{ at: '/', problem }] };
}
