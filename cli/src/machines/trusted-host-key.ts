import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { cliError } from '../cli-error.ts';

const run = promisify(execFile);
const scanTimeoutMs = 15_000;

/** The line for known_hosts of the host key that Coinslot checked. Where it told only the fingerprint, the key with that one is asked for. */
export async function readTrustedHostKey(endpoint: Endpoint): Promise<string> {
  if (endpoint.knownHostsLine !== null) return endpoint.knownHostsLine;
  const { host, port, hostKeyFingerprint } = endpoint;
  const { stdout } = await run('ssh-keyscan', ['-p', String(port), host], { timeout: scanTimeoutMs }).catch(
    () => {
      throw cliError('unavailable', `${host}:${port} shows no host key. Try again shortly.`);
    },
  );
  const line = findKey(stdout, hostKeyFingerprint);
  if (line === undefined) {
    throw cliError(
      'failed',
      `${host}:${port} shows another host key than ${hostKeyFingerprint}. Somebody may be in between: do not sign in.`,
    );
  }
  return line;
}

/** Of lines `host type key`, the one whose key has this fingerprint (`SHA256:…`). */
export function findKey(lines: string, fingerprint: string): string | undefined {
  return lines.split('\n').find((line) => {
    const [, , key] = line.trim().split(/\s+/);
    if (line.startsWith('#') || key === undefined) return false;
    const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64');
    return `SHA256:${hash.replace(/=+$/, '')}` === fingerprint;
  });
}
