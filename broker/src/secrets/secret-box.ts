import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts what the broker must be able to read again: seat passwords and machine passwords. */
export interface SecretBox {
  /** Names of the keys, newest first; they tell nothing of them. */
  readonly keyIds: string[];
  /** `context` names the place (`seat:<id>`); the same text moved to another place does not open there. */
  encryptSecret(plain: string, context: string): string;
  /** Throws when the key is unknown, the text was changed, or the context is another. Never says what was inside. */
  decryptSecret(text: string, context: string): string;
  /** The same text gives the same fingerprint (hex), and nobody without the newest key can try texts against it. */
  fingerprint(text: string): string;
}

const ivBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM. The text is `<key id>.<base64url of iv, tag, ciphertext>`. The first key encrypts; all of them decrypt, so a key
 * is replaced by putting the new one in front and taking the old one away once nothing carries its id.
 *
 * @param keys at least one, 32 bytes each
 */
export function createSecretBox(keys: readonly Buffer[]): SecretBox {
  const byId = new Map(keys.map((key) => [secretKeyId(key), key]));
  const newest = keys[0];
  if (newest === undefined) throw new Error('a secret box needs a key');
  const fingerprintKey = Buffer.from(hkdfSync('sha256', newest, '', 'coinslot fingerprint', 32));
  return {
    keyIds: keys.map(secretKeyId),
    encryptSecret(plain, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', newest, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${secretKeyId(newest)}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    decryptSecret(text, context) {
      const [id = '', packed = ''] = text.split('.', 2);
      const key = byId.get(id);
      if (key === undefined)
        throw new Error('a stored secret was encrypted with a key that is not configured any more');
      const bytes = Buffer.from(packed, 'base64url');
      if (bytes.length < ivBytes + tagBytes) throw new Error('a stored secret is damaged');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      return decipher.update(bytes.subarray(ivBytes + tagBytes)) + decipher.final('utf8');
    },
    fingerprint(text) {
      return createHmac('sha256', fingerprintKey).update(text).digest('hex');
    },
  };
}

/** Names a key without telling anything of it. */
export function secretKeyId(key: Buffer): string {
  return createHash('sha256').update('coinslot key id').update(key).digest('base64url').slice(0, 8);
}
