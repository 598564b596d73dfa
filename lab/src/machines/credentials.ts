import { createHash, randomBytes, randomInt } from 'node:crypto';
import ssh2 from 'ssh2';

// Without 0 O 1 l I o: people read these from one screen and type them into another.
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const passwordLength = 24; // 139 bits

/** One machine's own credentials; nothing in them is shared with any other machine. */
export interface Credentials {
  user: string;
  password: string;
  passwordSalt: string;
  passwordSha256: string;
  hostKeyPem: string;
  /** As ssh prints it: SHA256 and base64 without padding. */
  fingerprint: string;
}

export function createCredentials(): Credentials {
  const password = Array.from({ length: passwordLength }, () => alphabet[randomInt(alphabet.length)]).join(
    '',
  );
  const passwordSalt = randomBytes(16).toString('hex');
  const hostKey = ssh2.utils.generateKeyPairSync('ed25519');
  const parsed = ssh2.utils.parseKey(hostKey.public);
  if (parsed instanceof Error) throw parsed;
  return {
    user: 'coinslot',
    password,
    passwordSalt,
    passwordSha256: createHash('sha256').update(passwordSalt).update(password).digest('hex'),
    hostKeyPem: hostKey.private,
    fingerprint: `SHA256:${createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '')}`,
  };
}

/** A short random name, safe in host names, cgroup paths and addresses of pages. */
export function createMachineId(): string {
  return Array.from({ length: 12 }, () => 'abcdefghjkmnpqrstuvwxyz23456789'[randomInt(31)]).join('');
}
