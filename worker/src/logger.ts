import { pino } from 'pino';
import type { Logger } from 'pino';
import { maskText } from './masking/log-masker.ts';
import type { SecretRegistry } from './masking/secret-registry.ts';

export type { Logger } from 'pino';

/** JSON lines on stdout. Known secrets never get out: named fields are dropped and every line passes the masker. */
export function createLogger(level: string, secrets: SecretRegistry): Logger {
  return pino(
    {
      level,
      base: { process: 'worker', pid: process.pid },
      redact: { paths: ['password', '*.password', 'token', '*.token', 'seat', '*.seat'], remove: true },
    },
    { write: (line: string) => process.stdout.write(maskText(line, secrets)) },
  );
}
