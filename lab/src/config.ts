import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const sshPort = z.coerce.number().int().min(1024).max(32_767);
const count = z.coerce.number().int().positive();

const LabEnvironment = z
  .object({
    LAB_HOST: z
      .string()
      .regex(/^[a-z0-9.-]+$/)
      .default('lab.localhost'),
    LAB_LISTEN: z.string().default('127.0.0.1'),
    LAB_PORT: port.default(8090),
    LAB_DATA_DIR: z.string().min(1).default('.coinslot/lab'),
    LAB_SSH_LISTEN: z.string().default('127.0.0.1'),
    LAB_SSH_PORT_FIRST: sshPort.default(22_000),
    LAB_SSH_PORT_LAST: sshPort.default(22_999),
    LAB_MAX_MACHINES: count.default(20),
    LAB_OPERATOR_TOKEN: z.string().min(16).optional(),
    LAB_MACHINE_MAX_CPUS: count.default(4),
    LAB_MACHINE_MAX_MEMORY_MB: count.default(2048),
    LAB_MACHINE_MAX_DISK_MB: count.default(1024),
    LAB_MACHINE_MAX_PROCESSES: count.default(512),
    LAB_MACHINE_MAX_MINUTES: count.default(480),
    LAB_MACHINE_UID_FIRST: count.max(2_147_000_000).default(2_000_000_000),
    LAB_MINUTE_MS: count.max(60_000).default(60_000),
    LAB_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .refine((env) => env.LAB_SSH_PORT_FIRST <= env.LAB_SSH_PORT_LAST, {
    path: ['LAB_SSH_PORT_LAST'],
    message: 'must not be below LAB_SSH_PORT_FIRST',
  });

export type LabConfig = ReturnType<typeof readLabConfig>;

/**
 * Reads the lab's configuration; docs are in lab/README.md.
 * @throws Error naming every bad variable at once.
 */
export function readLabConfig(env: NodeJS.ProcessEnv) {
  const parsed = LabEnvironment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The lab's configuration is wrong. ${faults.join('; ')}`);
  }
  const values = parsed.data;
  return {
    host: values.LAB_HOST,
    listen: values.LAB_LISTEN,
    port: values.LAB_PORT,
    dataDir: values.LAB_DATA_DIR,
    sshListen: values.LAB_SSH_LISTEN,
    sshPortFirst: values.LAB_SSH_PORT_FIRST,
    sshPortLast: values.LAB_SSH_PORT_LAST,
    maxMachines: values.LAB_MAX_MACHINES,
    operatorToken: values.LAB_OPERATOR_TOKEN ?? null,
    machineMaxima: {
      cpus: values.LAB_MACHINE_MAX_CPUS,
      memoryMb: values.LAB_MACHINE_MAX_MEMORY_MB,
      diskMb: values.LAB_MACHINE_MAX_DISK_MB,
      processes: values.LAB_MACHINE_MAX_PROCESSES,
      minutes: values.LAB_MACHINE_MAX_MINUTES,
    },
    machineUidFirst: values.LAB_MACHINE_UID_FIRST,
    /** How long a minute of a machine's time takes: 60,000, less only in tests. */
    minuteMs: values.LAB_MINUTE_MS,
    logLevel: values.LAB_LOG_LEVEL,
  };
}
