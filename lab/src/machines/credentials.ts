import { createHash, randomBytes, randomInt } from 'node:crypto';
import ssh2 from 'ssh2';

// Without 0 O 1 l I o: people read these from one screen and type them into another.
const digits = '23456789';
const small = 'abcdefghijkmnpqrstuvwxyz';
const passwordLength = 24; // 139 bits

export type Credentials = ReturnType<typeof createCredentials>;

/**
 * One machine's own credentials; nothing in them is shared with any other machine. `login` is for the
 * member, `server` for the machine.
 */
export function createCredentials() {
  const { password, ...kept } = createPassword();
  const hostKey = ssh2.utils.generateKeyPairSync('ed25519');
  const parsed = ssh2.utils.parseKey(hostKey.public);
  if (parsed instanceof Error) throw parsed;
  const fingerprint = fingerprintOf(parsed.getPublicSSH());
  return {
    login: { user: 'coinslot', password, fingerprint },
    server: { member: 'coinslot', ...kept, hostKeyPem: hostKey.private },
  };
}

/** A new password, and what the machine's server keeps of it. */
export function createPassword(): { password: string; passwordSalt: string; passwordSha256: string } {
  const password = randomText(`${small}ABCDEFGHJKLMNPQRSTUVWXYZ${digits}`, passwordLength);
  const passwordSalt = randomBytes(16).toString('hex');
  const passwordSha256 = createHash('sha256').update(passwordSalt).update(password).digest('hex');
  return { password, passwordSalt, passwordSha256 };
}

/** A public key's fingerprint as ssh prints it: SHA256 and base64 without padding. */
export function fingerprintOf(publicKey: Buffer): string {
  return `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;
}

/** A short random name, safe in host names, cgroup paths and addresses of pages. */
export function createMachineId(): string {
  return randomText(`${small}${digits}`, 12);
}

function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
