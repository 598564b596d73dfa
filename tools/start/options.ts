import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

const StartOptions = z.object({
  /** Absolute; holds database, logs, identities. */
  dataDir: z.string(),
  port,
  labPort: port,
  withLab: z.boolean(),
  /** Where members on other computers reach the bundled lab's machines; null: only this computer does. */
  sshHost: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9.:-]*$/, 'must be a host name or an address')
    .nullable(),
  workers: z.coerce.number().int().min(0).max(50),
  /** Only the options are printed. */
  help: z.boolean(),
});
export type StartOptions = z.infer<typeof StartOptions>;

export const startUsage = `npm start [-- options]
  --port N       port of the dashboard (8080; or BROKER_PORT)
  --lab-port N   port of the bundled lab (8090; or LAB_PORT)
  --workers N    workers on this host (1; or COINSLOT_WORKERS)
  --ssh-host H   name or address of this host at which members on other computers reach the bundled lab's
                 machines (none: only this computer reaches them; or LAB_SSH_HOST)
  --no-lab       without the bundled lab (or COINSLOT_EMBEDDED_LAB=0)
  --help         prints these options
The data is kept in .coinslot (or COINSLOT_DATA_DIR).`;

/**
 * Reads arguments and environment; an argument wins.
 *
 * @throws Error naming every wrong value at once
 */
export function readOptions(root: string, argv: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string' },
      'lab-port': { type: 'string' },
      workers: { type: 'string' },
      'ssh-host': { type: 'string' },
      'no-lab': { type: 'boolean' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const parsed = StartOptions.safeParse({
    dataDir: path.resolve(root, env['COINSLOT_DATA_DIR'] ?? '.coinslot'),
    port: values.port ?? env['BROKER_PORT'] ?? 8080,
    labPort: values['lab-port'] ?? env['LAB_PORT'] ?? 8090,
    withLab: !(values['no-lab'] ?? env['COINSLOT_EMBEDDED_LAB'] === '0'),
    sshHost: (values['ssh-host'] ?? env['LAB_SSH_HOST']) || null,
    workers: values.workers ?? env['COINSLOT_WORKERS'] ?? 1,
    help: values.help,
  });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(faults.join('; '));
}
