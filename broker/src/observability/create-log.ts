import { type DestinationStream, type Logger, pino } from 'pino';

// Names under which a secret could stand in a logged object, at the top or up to three levels below.
const secretNames = ['password', 'token', 'authorization', 'cookie', 'set-cookie', 'secret'];
const levels = ['', '*', '*.*', '*.*.*'];

/** JSON lines on stdout. Secrets are cut out by name; what is logged is a static message and fields. */
export function createLog({ logLevel }: { logLevel: string }, destination?: DestinationStream): Logger {
  const options = {
    level: logLevel,
    base: { part: 'broker' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: levels.flatMap((level) => secretNames.map((name) => `${level}["${name}"]`)),
      censor: '[redacted]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
