import { type DestinationStream, type LogFn, type Logger, pino } from 'pino';
import { describeError, withoutParameters } from './describe-error.ts';

// Names under which a secret could stand in a logged object, at the top or up to three levels below.
const secretNames = ['password', 'token', 'authorization', 'cookie', 'set-cookie', 'secret'];
const levels = ['', '*', '*.*', '*.*.*'];

/**
 * JSON lines on stdout. Secrets are cut out by name, errors described by describeError; what is logged is a static message
 * and fields.
 */
export function createLog({ logLevel }: { logLevel: string }, destination?: DestinationStream): Logger {
  const options = {
    level: logLevel,
    base: { part: 'broker' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      err: (error: unknown) => describeError(error),
      error: (error: unknown) => describeError(error),
    },
    hooks: { logMethod: withoutMessagesOfErrors },
    redact: {
      paths: levels.flatMap((level) => secretNames.map((name) => `${level}["${name}"]`)),
      censor: '[redacted]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

// A library that logs a bare error, or an error's message, would log it as the line's own message.
function withoutMessagesOfErrors(this: Logger, given: Parameters<LogFn>, method: LogFn): void {
  const [first, ...rest] = given as unknown[];
  const safe = rest.map((part) => (typeof part === 'string' ? withoutParameters(part) : part));
  if (first instanceof Error)
    return Reflect.apply(method, this, [{ err: first }, safe[0] ?? 'an error was logged']);
  return Reflect.apply(method, this, [typeof first === 'string' ? withoutParameters(first) : first, ...safe]);
}
