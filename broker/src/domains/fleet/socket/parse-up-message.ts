import { Report } from '@coinslot/shared/worker-messages/report.ts';
import { UpMessage } from '@coinslot/shared/worker-messages/up.ts';
import type { z } from 'zod';

export type ParsedUpMessage =
  | { message: UpMessage; issues: null; report: null }
  /**
   * Where and how it breaks the contract; never what was in it: it may hold a password. `report` names the report of which only the
   * body breaks it: that concerns one machine, and not the worker with all the others it holds.
   */
  | { message: null; issues: { at: string; problem: string }[]; report: ReportName | null };

/** A report without what it says. */
export type ReportName = z.infer<typeof ReportName>;
const ReportName = Report.omit({ body: true });

/** Parses one message of a worker; `text` is null for a binary frame, which the protocol does not have. */
export function parseUpMessage(text: string | null): ParsedUpMessage {
  if (text === null) return broken('a binary frame');
  let json: unknown;
  try {
    json = JSON.parse(withoutNul(text), /\\ud[89a-f]/i.test(text) ? withoutHalves : undefined);
  } catch {
    return broken('not JSON');
  }
  const parsed = UpMessage.safeParse(json);
  if (parsed.success) return { message: parsed.data, issues: null, report: null };
  return {
    message: null,
    issues: parsed.error.issues
      .slice(0, 10)
      .map((issue) => ({ at: `/${issue.path.join('/')}`, problem: issue.code })),
    report: ReportName.safeParse(json).data ?? null,
  };
}

// A page or a machine may show U+0000, Postgres cannot store it: refused, the message would come again and again. In JSON it
// is always escaped; after an even number of backslashes, else it is a backslash and four zeros.
function withoutNul(text: string): string {
  return text.replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, String.raw`$1\ufffd`);
}

// Half of a character, with which a text ends that was cut in the middle of an emoji, Postgres' jsonb refuses in the same way.
function withoutHalves(_: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

function broken(problem: string): ParsedUpMessage {
  return { message: null, issues: [{ at: '/', problem }], report: null };
}
