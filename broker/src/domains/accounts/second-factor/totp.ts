import { generateSecret, generateURI, verify } from 'otplib';

const stepSeconds = 30;

/** A new secret in base32, as an authenticator app takes it (SHA-1, six digits, thirty seconds: what all apps know). */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What the QR code says. */
export function totpUri({ secret, site, email }: { secret: string; site: string; email: string }): string {
  return generateURI({ issuer: site, label: email, secret });
}

/**
 * The time step of the code when it is right, else null. A clock may be off by one step either way; a code of a step up to
 * `afterStep` was used already, or is older than one that was.
 */
export async function checkTotp(
  secret: string,
  code: string,
  afterStep: number | null,
): Promise<number | null> {
  const result = await verify({
    secret,
    token: code,
    epochTolerance: stepSeconds,
    ...(afterStep === null ? {} : { afterTimeStep: afterStep }),
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}
