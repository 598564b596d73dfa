import type { SignInError } from '@coinslot/shared/http/sign-in.ts';
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { isAppError } from '../../../http/errors.ts';

const failureMark = Symbol('SignInFailure');

/** Why a browser that came back from a provider is not let in. */
export interface SignInFailure extends Error {
  readonly [failureMark]: true;
  readonly code: SignInError;
}

/** Makes (does not throw) the failure of this code. */
export function failSignIn(code: SignInError): SignInFailure {
  return Object.assign(new Error(`a sign-in failed: ${code}`), { [failureMark]: true as const, code });
}

/** What the page tells of an error, whatever threw it. */
export function toSignInError(error: unknown): SignInError {
  if (isFailure(error)) return error.code;
  if (isAppError(error)) return fromAppError(error.code);
  if (error instanceof AuthorizationResponseError) return fromAuthorization(error.error);
  if (error instanceof ResponseBodyError) return fromTokenEndpoint(error);
  // Its API does not take the token that it just gave.
  if (error instanceof WWWAuthenticateChallengeError) return 'provider_answer_invalid';
  // Our own fetch's reasons arrive wrapped.
  if (error instanceof ClientError)
    return error.code === undefined ? toSignInError(error.cause) : fromClient(error);
  // What undici throws when nobody listens, the line breaks, or a redirect was not asked for.
  if (error instanceof TypeError) return 'provider_unavailable';
  return 'internal';
}

function isFailure(error: unknown): error is SignInFailure {
  return error instanceof Error && failureMark in error;
}

function fromAppError(code: string): SignInError {
  switch (code) {
    case 'account_disabled':
    case 'sign_up_closed':
    case 'already_linked':
    case 'not_configured':
    case 'provider_unavailable':
      return code;
    case 'email_taken':
      return 'email_in_use';
    default:
      return 'internal';
  }
}

/** `error=` of the way back (RFC 6749, 4.1.2.1). */
function fromAuthorization(error: string): SignInError {
  if (error === 'access_denied') return 'access_denied';
  return error === 'server_error' || error === 'temporarily_unavailable'
    ? 'provider_unavailable'
    : 'provider_refused';
}

/** The token endpoint's own words (RFC 6749, 5.2): a code that is used or too old, or credentials that it does not know. */
function fromTokenEndpoint({ error, status }: ResponseBodyError): SignInError {
  if (status >= 500 || status === 429) return 'provider_unavailable';
  return error === 'invalid_grant' ? 'state_invalid' : 'provider_refused';
}

function fromClient(error: ClientError): SignInError {
  if (error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_ABORT') return 'provider_unavailable';
  if (error.code !== 'OAUTH_RESPONSE_IS_NOT_CONFORM') return 'provider_answer_invalid';
  const { cause } = error;
  const status = cause instanceof Response ? cause.status : 0;
  if (status === 401 || status === 403) return 'provider_refused';
  return status >= 500 || status === 429 ? 'provider_unavailable' : 'provider_answer_invalid';
}
