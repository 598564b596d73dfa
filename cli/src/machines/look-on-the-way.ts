import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import type { Finding } from './examine-way-in.ts';

const timeoutMs = 10_000;

export async function lookAtName(host: string): Promise<Finding> {
  const check = `the name ${host}`;
  try {
    const { address } = await lookup(host);
    return { check, ok: true, detail: `leads to ${address}` };
  } catch {
    const detail =
      'This computer cannot find it. A new name takes a minute; else ask another DNS server (1.1.1.1).';
    return { check, ok: false, detail };
  }
}

export async function lookAtPort(host: string, port: number): Promise<Finding> {
  const check = `${host}:${port}`;
  const failure = await new Promise<string | null>((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (outcome: string | null) => {
      socket.destroy();
      resolve(outcome);
    };
    socket
      .once('connect', () => end(null))
      .once('error', (error) => end('code' in error ? String(error.code) : error.message))
      .once('timeout', () => end('ETIMEDOUT'));
  });
  if (failure === null) return { check, ok: true, detail: 'answers' };
  const detail =
    failure === 'ECONNREFUSED'
      ? 'The port is closed: nobody listens there. The machine may be starting again; try again in a minute.'
      : `Nobody answers there (${failure}). A firewall on the way may be in between.`;
  return { check, ok: false, detail };
}

/** What Cloudflare's edge says of the tunnel to a browser: these codes mean that it stands, but nobody runs it. */
const tunnelDown: ReadonlySet<number> = new Set([530, 1033]);

export async function lookAtEdge(host: string): Promise<Finding> {
  const check = 'Cloudflare’s side of the tunnel';
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`https://${host}/`, { redirect: 'manual', signal });
    await response.body?.cancel();
    const { status } = response;
    return tunnelDown.has(status)
      ? { check, ok: false, detail: `Nobody runs the tunnel just now (${status}). Try again in a minute.` }
      : { check, ok: true, detail: `answers (${status})` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    const detail = /certificate|handshake|ssl|tls/i.test(cause)
      ? `Its certificate does not cover this name (${cause}): tell whoever runs the server.`
      : `It does not answer${cause === '' ? '' : ` (${cause})`}. A firewall or a company’s proxy may be in between.`;
    return { check, ok: false, detail };
  }
}
