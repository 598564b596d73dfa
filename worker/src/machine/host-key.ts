import { createHash } from 'node:crypto';

/** The fingerprint of a host key as OpenSSH prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The line for a known_hosts file. */
export function knownHostsLine({ host, port }: { host: string; port: number }, key: Buffer): string {
  const typeLength = key.readUInt32BE(0);
  const type = key.subarray(4, 4 + typeLength).toString('latin1');
  const name = port === 22 ? host : `[${host}]:${port}`;
  return `${name} ${type} ${key.toString('base64')}`;
}
