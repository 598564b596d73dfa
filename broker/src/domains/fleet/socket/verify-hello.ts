import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { type Challenge, challengeText } from '@coinslot/shared/worker-messages/challenge.ts';
import type { Hello } from '@coinslot/shared/worker-messages/hello.ts';

/** A challenge for one connection; it is forgotten with the first answer, right or wrong. */
export function createChallenge(brokerId: string): Challenge {
  return {
    type: 'challenge',
    nonce: randomBytes(32).toString('base64url'),
    brokerId,
    at: new Date().toISOString(),
  };
}

/** True when the hello was signed with the private half of `publicKey` (DER SubjectPublicKeyInfo, base64) for this challenge. */
export function isSignedByWorker(challenge: Challenge, hello: Hello, publicKey: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return verify(
    null,
    Buffer.from(challengeText(challenge, hello)),
    key,
    Buffer.from(hello.signature, 'base64'),
  );
}
