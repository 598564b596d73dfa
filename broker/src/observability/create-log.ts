import { type Logger, pino } from 'pino';

// Names under which a secret could stand in a logged object, at the top and one or two levels below.
const secretNames = ['password', 'token', 'authorization', 'cookie', 'secret', 'set-cookie'];

/** JSON lines on stdout. Secrets are cut out by name; what is logged is a static message and fields. */
export function createLog({ logLevel }: { logLevel: string }): Logger {
  return pino({
    level: logLevel,
    base: { part: 'broker' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[redacted]',
    },
  });
}
