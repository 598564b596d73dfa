import { execFile } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { findCloudflared } from './find-cloudflared.ts';
import { planSsh, type Route } from './ssh-plan.ts';

/** One thing that must be so for ssh to work, in words. `ok` false = the reason why it does not. */
export interface Finding {
  check: string;
  ok: boolean;
  detail: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Check = () => Promise<Finding>;

const run = promisify(execFile);
const timeoutMs = 20_000;

/** Goes the way to a machine step by step; the first step that fails ends it, for it explains the ones after it. */
export async function examineWayIn(
  endpoint: Endpoint,
  { route, environment }: { route: Route; environment: Environment },
): Promise<Finding[]> {
  const handshake: Check = () => checkHandshake(endpoint, route, environment);
  const checks: Record<Endpoint['tunnel'], Check[]> = {
    direct: [() => checkName(endpoint.host), () => checkPort(endpoint), handshake],
    cloudflared: [
      () => checkCloudflared(environment),
      () => checkName(endpoint.host),
      () => checkEdge(endpoint.host),
      handshake,
    ],
    quick: [
      () => checkCloudflared(environment),
      () => checkName(endpoint.host),
      () => checkEdge(endpoint.host),
      handshake,
    ],
    gateway: [handshake],
  };
  const findings: Finding[] = [];
  for (const check of [() => checkSsh(environment), ...checks[endpoint.tunnel]]) {
    const finding = await check();
    findings.push(finding);
    if (!finding.ok) break;
  }
  return findings;
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
    ? { check, ok: false, detail: 'There is none. Install it: this machine is reached through Cloudflare.' }
    : { check, ok: true, detail: version };
}

async function checkName(host: string): Promise<Finding> {
  const check = `the name ${host}`;
  try {
    const { address } = await lookup(host);
    return { check, ok: true, detail: `leads to ${address}` };
  } catch {
    return {
      check,
      ok: false,
      detail:
        'This computer cannot find it. A new name takes a minute; else ask another DNS server (1.1.1.1).',
    };
  }
}

async function checkPort({ host, port }: Endpoint): Promise<Finding> {
  const check = `${host}:${port}`;
  const reached = await new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (isReached: boolean) => {
      socket.destroy();
      resolve(isReached);
    };
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false));
  });
  return reached
    ? { check, ok: true, detail: 'answers' }
    : { check, ok: false, detail: 'Nobody answers there. A firewall on the way may be in between.' };
}

/** What Cloudflare's edge says of the tunnel to a browser: these codes mean that it stands, but nobody runs it. */
const tunnelDown: ReadonlySet<number> = new Set([530, 1033]);

async function checkEdge(host: string): Promise<Finding> {
  const check = 'Cloudflare’s side of the tunnel';
  try {
    const response = await fetch(`https://${host}/`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return tunnelDown.has(response.status)
      ? {
          check,
          ok: false,
          detail: `Nobody runs the tunnel just now (${response.status}). It is started again by itself; try again in a minute.`,
        }
      : { check, ok: true, detail: `answers (${response.status})` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    return {
      check,
      ok: false,
      detail: /certificate|handshake|ssl|tls/i.test(cause)
        ? `Its certificate does not cover this name (${cause}): tell whoever runs the server.`
        : `It does not answer${cause === '' ? '' : ` (${cause})`}. A firewall or a company’s proxy may be in between.`,
    };
  }
}

/** Everything up to the sign-in: without one, a server that says no to it has shown the right host key. */
async function checkHandshake(endpoint: Endpoint, route: Route, environment: Environment): Promise<Finding> {
  const check = 'SSH, with the host key that was checked';
  const plan = await planSsh(endpoint, route);
  try {
    const args = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15', '-o', 'PreferredAuthentications=none'];
    const said = await run('ssh', [...args, ...plan.args, 'true'], {
      timeout: timeoutMs,
      env: { ...environment, ...plan.environment },
    }).then(
      () => '',
      (error: unknown) =>
        error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error),
    );
    const ok = said === '' || said.includes('Permission denied');
    return { check, ok, detail: ok ? endpoint.hostKeyFingerprint : explainSsh(said) };
  } finally {
    await plan.forget();
  }
}

function explainSsh(said: string): string {
  if (said.includes('Host key verification failed')) {
    return 'The machine shows another host key than the one that was checked. Somebody may be in between: do not sign in.';
  }
  const line = said.trim().split('\n').at(-1) ?? '';
  return line === '' ? 'It did not answer in time.' : line;
}
