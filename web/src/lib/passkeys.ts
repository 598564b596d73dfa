import type { PasskeyOptions } from '@coinslot/shared/http/account-security.ts';
import { PasskeyResponse } from '@coinslot/shared/http/account-security.ts';
import { t } from '@lingui/core/macro';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { ApiError } from './api-error.ts';

/** Whether this browser can keep and show passkeys at this address (they need https or localhost). */
export function knowsPasskeys(): boolean {
  return window.isSecureContext && typeof window.PublicKeyCredential === 'function';
}

/**
 * Makes a passkey on this device, or on one that the browser finds.
 *
 * @throws ApiError with a sentence for the member
 */
export async function createPasskey(options: PasskeyOptions): Promise<PasskeyResponse> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return tell(
    startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON }),
  );
}

/**
 * Signs the broker's question with a passkey.
 *
 * @throws ApiError with a sentence for the member
 */
export async function showPasskey(options: PasskeyOptions): Promise<PasskeyResponse> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return tell(startAuthentication({ optionsJSON: options }));
}

async function tell(ceremony: Promise<unknown>): Promise<PasskeyResponse> {
  try {
    return PasskeyResponse.parse(await ceremony);
  } catch (error) {
    throw new ApiError({ kind: 'refused', status: 0, message: describeFailure(error) });
  }
}

/** The library tells what happened by `code`, or passes the browser's own error on. */
function describeFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const name = error instanceof Error ? error.name : '';
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') {
    return t`This device already has a passkey for this account.`;
  }
  if (name === 'NotAllowedError' || name === 'AbortError') {
    return t`No passkey was used: it was cancelled, took too long, or this device has none for this site.`;
  }
  if (name === 'SecurityError') return t`Passkeys do not work at this address. Ask an admin.`;
  return t`This device could not do it. Try another passkey or another way.`;
}
