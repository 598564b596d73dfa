import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a device does wrong, or otherwise than most. */
export interface DeviceHabits {
  /** The page's origin as the browser would tell it. */
  origin?: string;
  rpId?: string;
  /** False = nobody unlocked it. */
  userVerified?: boolean;
  /** Another challenge than the one that was given. */
  challenge?: string;
  counter?: number;
  userHandle?: string;
}

export interface SoftDevice {
  create(options: { challenge: string }, habits?: DeviceHabits): object;
  get(options: { challenge: string }, habits?: DeviceHabits): object;
}

const flags = { userPresent: 0x01, userVerified: 0x04, attestedData: 0x40 };

/** A device with one passkey, in software: it answers as browsers and authenticators do (ES256, attestation `none`), or wrongly. */
export function openSoftDevice(usual: { origin: string; rpId: string; userHandle: string }): SoftDevice {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  const id = credentialId.toString('base64url');
  const answer = (response: object) => ({
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    authenticatorAttachment: 'platform',
    response,
  });
  return {
    create({ challenge }, habits = {}) {
      const client = clientData('webauthn.create', { challenge, ...usual, ...habits });
      const attested = Buffer.concat([
        Buffer.alloc(16),
        Buffer.from([0, credentialId.length]),
        credentialId,
        coseKey(publicKey),
      ]);
      const data = Buffer.concat([authenticatorData({ ...usual, ...habits }, flags.attestedData), attested]);
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        text('fmt'),
        text('none'),
        text('attStmt'),
        Buffer.from([0xa0]),
        text('authData'),
        bytes(data),
      ]);
      return answer({
        clientDataJSON: client.toString('base64url'),
        attestationObject: attestationObject.toString('base64url'),
        transports: ['internal'],
      });
    },
    get({ challenge }, habits = {}) {
      const client = clientData('webauthn.get', { challenge, ...usual, ...habits });
      const data = authenticatorData({ ...usual, ...habits }, 0);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      return answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
        userHandle: Buffer.from(habits.userHandle ?? usual.userHandle).toString('base64url'),
      });
    },
  };
}

function clientData(type: string, { challenge, origin }: { challenge: string; origin: string }): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function authenticatorData(
  { rpId, userVerified = true, counter = 0 }: DeviceHabits & { rpId: string },
  more: number,
): Buffer {
  const said = flags.userPresent | (userVerified ? flags.userVerified : 0) | more;
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([said]), count]);
}

// CBOR, as far as it is needed: short texts and byte strings, and the five numbers of a key.
function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
}

function bytes(value: Buffer): Buffer {
  const head = value.length < 256 ? [0x58, value.length] : [0x59, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from(head), value]);
}

function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const [kty, alg, crv] = [Buffer.from([0x01, 0x02]), Buffer.from([0x03, 0x26]), Buffer.from([0x20, 0x01])];
  return Buffer.concat([
    Buffer.from([0xa5]),
    kty,
    alg,
    crv,
    Buffer.from([0x21]),
    bytes(Buffer.from(x, 'base64url')),
    Buffer.from([0x22]),
    bytes(Buffer.from(y, 'base64url')),
  ]);
}
