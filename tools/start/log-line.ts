import { z } from 'zod';

const levels = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };

// pino writes levels as numbers unless a program asked for names.
const Level = z.union([
  z.number(),
  z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).transform((name) => levels[name]),
]);

const LogLine = z.looseObject({
  level: Level,
  msg: z.string().default(''),
  url: z.string().optional(),
  err: z.looseObject({ message: z.string() }).optional(),
});
export type LogLine = z.infer<typeof LogLine>;

/** Reads a line of a program's JSON log; undefined when it is something else, such as a stack trace. */
export function parseLogLine(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return LogLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

export function isWarning(line: LogLine): boolean {
  return line.level < levels.error;
}

/** The last words of a program that cannot go on. */
export function isFatal(line: LogLine): boolean {
  return line.level >= levels.fatal;
}

/** A warning or error as one line for a person; undefined for everything below. */
export function describeTrouble(name: string, line: LogLine): string | undefined {
  if (line.level < levels.warn) return undefined;
  const kind = line.level >= levels.error ? 'error' : 'warning';
  const cause = line.err === undefined ? '' : `: ${line.err.message.split('\n')[0]}`;
  return `${name}: ${kind}: ${printable(line.msg + cause).slice(0, 400)}`;
}

/** Control characters could rewrite the terminal; a log line may hold what somebody else sent. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·');
}
