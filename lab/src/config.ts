import { z } from 'zod';

const sshPort = z.coerce.number().int().min(1024).max(32_767);
const count = z.coerce.number().int().positive();

const LabConfig = z
  .object({
    host: z.stringFormat('host name', /^[a-z0-9.-]+$/).default('lab.localhost'),
    listen: z.string().default('127.0.0.1'),
    port: z.coerce.number().int().min(0).max(65_535).default(8090),
    dataDir: z.string().min(1).default('.coinslot/lab'),
    sshListen: z.string().default('127.0.0.1'),
    sshHost: z
      .stringFormat('host name or address', /^[A-Za-z0-9][A-Za-z0-9.:-]*$/)
      .nullable()
      .default(null),
    sshPortFirst: sshPort.default(22_000),
    sshPortLast: sshPort.default(22_999),
    maxMachines: count.default(20),
    operatorToken: z.string().min(16).nullable().default(null),
    machineMaxCpus: count.default(4),
    machineMaxMemoryMb: count.default(2048),
    machineMaxDiskMb: count.default(1024),
    machineMaxProcesses: count.default(512),
    machineMaxMinutes: count.default(480),
    loginGraceMs: count.default(20_000),
    machineUidFirst: count.max(2_147_000_000).default(2_000_000_000),
    /** How long a minute of a machine's time takes: 60,000, less only in tests. */
    minuteMs: count.max(60_000).default(60_000),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .refine(({ sshPortFirst, sshPortLast }) => sshPortFirst <= sshPortLast, {
    path: ['sshPortLast'],
    message: 'must not be below LAB_SSH_PORT_FIRST',
  });
export type LabConfig = z.infer<typeof LabConfig>;

/**
 * Reads the lab's configuration: `sshPortFirst` from LAB_SSH_PORT_FIRST, and so on. Docs are in lab/README.md.
 * @throws Error naming every bad variable at once.
 */
export function readLabConfig(env: NodeJS.ProcessEnv): LabConfig {
  const given = Object.keys(LabConfig.shape).map((name) => [name, env[variableFor(name)]]);
  const parsed = LabConfig.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${variableFor(path.join('.'))}: ${message}`);
  throw new Error(`The lab's configuration is wrong. ${faults.join('; ')}`);
}

/** What a member types after ssh: what was set, else where the ports listen, else the pages' host. */
export function sshHostOf({ sshHost, sshListen, host }: LabConfig): string {
  return sshHost ?? (/^(0\.0\.0\.0|::)$/.test(sshListen) ? host : sshListen);
}

function variableFor(name: string): string {
  return `LAB_${name.replaceAll(/[A-Z]/g, '_$&').toUpperCase()}`;
}
