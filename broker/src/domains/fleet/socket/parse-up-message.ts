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
    json = JSON.parse(text);
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

function broken(problem: string): ParsedUpMessage {
  return { message: null, issues: [{ at: '/', problem }] };
}
