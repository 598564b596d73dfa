import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { explainSsh } from './explain-ssh.ts';
import { findCloudflared, getCloudflared } from './find-cloudflared.ts';
import { lookAtEdge, lookAtName, lookAtPort } from './look-on-the-way.ts';
import { planSsh, type Route } from './ssh-plan.ts';

/** One thing that must be so for ssh to work, in words. `ok` false = what stands in the way, and what to do. */
export interface Finding {
  check: string;
  ok: boolean;
  detail: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const run = promisify(execFile);
const timeoutMs = 20_000;
const isBehindCloudflare: ReadonlySet<Endpoint['tunnel']> = new Set(['cloudflared', 'quick']);

/**
 * Goes the whole way to a machine as `coinslot ssh` does, up to a command that runs there. A missing program ends it. Where the way ends
 * somewhere, what lies on it is looked at too, for that says why.
 */
export async function examineWayIn(
  endpoint: Endpoint,
  { route, environment }: { route: Route; environment: Environment },
): Promise<Finding[]> {
  const programs = [await checkSsh(environment)];
  if (isBehindCloudflare.has(endpoint.tunnel)) programs.push(await checkCloudflared(environment));
  if (programs.some(({ ok }) => !ok)) return programs;
  const way = await checkWay(endpoint, route, environment);
  const isReached = way[0].ok;
  return [...programs, ...(isReached ? [] : await lookAround(endpoint)), ...way];
}

async function checkSsh(environment: Environment): Promise<Finding> {
  const check = 'ssh on this computer';
  try {
    const { stderr } = await run('ssh', ['-V'], { timeout: timeoutMs, env: environment });
    return { check, ok: true, detail: stderr.trim() };
  } catch {
    return { check, ok: false, detail: 'There is none. Install OpenSSH.' };
  }
}

async function checkCloudflared(environment: Environment): Promise<Finding> {
  const check = 'cloudflared on this computer';
  const version = await findCloudflared(environment);
  return version === null
    ? {
        check,
        ok: false,
        detail: `There is none, and this machine is reached through Cloudflare. ${getCloudflared}`,
      }
    : { check, ok: true, detail: version };
}

async function lookAround({ tunnel, host, port }: Endpoint): Promise<Finding[]> {
  if (tunnel === 'gateway') return [];
  const name = await lookAtName(host);
  if (!name.ok) return [name];
  return [name, tunnel === 'direct' ? await lookAtPort(host, port) : await lookAtEdge(host)];
}

/** The handshake with the host key that was checked, and the sign-in; each only where the one before held. */
async function checkWay(
  endpoint: Endpoint,
  route: Route,
  environment: Environment,
): Promise<[Finding, ...Finding[]]> {
  const shake = 'SSH, with the host key that was checked';
  const signIn = 'signing in';
  const said = await trySsh(endpoint, route, environment);
  if (said !== null && !said.includes('Permission denied')) {
    return [{ check: shake, ok: false, detail: explainSsh(said) }];
  }
  const shaken = { check: shake, ok: true, detail: endpoint.hostKeyFingerprint };
  const opens = endpoint.privateKey === null ? 'password' : 'key';
  if (said === null) return [shaken, { check: signIn, ok: true, detail: `the machine takes its ${opens}` }];
  const detail = `The machine does not take its ${opens} any more: it was changed inside. A restart makes a new one: coinslot restart <machine>`;
  return [shaken, { check: signIn, ok: false, detail }];
}

/** Null = a command ran there; else what ssh said on its way. */
async function trySsh(endpoint: Endpoint, route: Route, environment: Environment): Promise<string | null> {
  let plan;
  try {
    plan = await planSsh(endpoint, route);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const env = { ...environment, ...plan.environment, DISPLAY: environment['DISPLAY'] ?? ':0' };
  try {
    await run('ssh', ['-n', '-o', 'ConnectTimeout=15', ...plan.args, 'true'], { timeout: timeoutMs, env });
    return null;
  } catch (error) {
    // Any code but ssh's own 255 is the command's: it ran.
    const { code, stderr } = Object(error) as { code?: unknown; stderr?: unknown };
    return typeof code === 'number' && code !== 255 ? null : String(stderr ?? error);
  } finally {
    await plan.forget();
  }
}
