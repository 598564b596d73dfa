import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

// 32 MiB and about 50 ms for each try. OWASP names N=2^17, r=8 or weaker pairs; this is what the hashes of earlier versions have.
const cost = { N: 16_384, r: 16, p: 1 };
const keyBytes = 64;
const saltBytes = 16;

/** `salt:key` in hex, by scrypt. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes).toString('hex');
  return `${salt}:${(await derive(password, salt)).toString('hex')}`;
}

/** Whether it is the password of this hash. Throws for what is no hash of ours. */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [salt = '', key = ''] = hash.split(':');
  const wanted = Buffer.from(key, 'hex');
  if (salt === '' || wanted.length !== keyBytes) throw new Error('a stored password hash is damaged');
  return timingSafeEqual(await derive(password, salt), wanted);
}

// Composed and full-width letters are the same password, whichever keyboard wrote them. The salt goes in as the text it is.
function derive(password: string, salt: string): Promise<Buffer> {
  const maxmem = 2 * 128 * cost.N * cost.r;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, { ...cost, maxmem }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
