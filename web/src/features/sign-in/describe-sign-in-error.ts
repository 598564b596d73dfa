import { SignInError, SignInProvider, providerNames } from '@coinslot/shared/http/sign-in.ts';
import { t } from '@lingui/core/macro';

/** What came back in the address from a provider's page; null when nothing did that we know. */
export function readSignInError(query: URLSearchParams): { error: SignInError; name: string } | null {
  const error = SignInError.safeParse(query.get('error'));
  if (!error.success) return null;
  const provider = SignInProvider.safeParse(query.get('provider'));
  return { error: error.data, name: provider.success ? providerNames[provider.data] : t`the other site` };
}

/** What went wrong at a provider and what the member can do about it. `name`: what the provider is called. */
export function describeSignInError(error: SignInError, name: string): string {
  switch (error) {
    case 'state_invalid':
      return t`This sign-in was begun too long ago, in another browser, or was used already. Begin again.`;
    case 'access_denied':
      return t`You said no at ${name}, so nothing was changed. Try again when you want to, or choose another way.`;
    case 'provider_refused':
      return t`${name} did not accept our request. An admin has to look at how it is set up; until then choose another way.`;
    case 'provider_answer_invalid':
      return t`The answer of ${name} could not be trusted, so it was dropped. Try again; if it stays, tell an admin.`;
    case 'provider_unavailable':
      return t`${name} does not answer just now. Try again in a few minutes, or choose another way.`;
    case 'account_disabled':
      return t`This account was disabled. Ask an admin.`;
    case 'email_in_use':
      return t`Your e-mail address at ${name} belongs to an account here already. Sign in to that account as before, then link ${name} under Account, Ways in.`;
    case 'sign_up_closed':
      return t`Nobody here uses this ${name} account, and new members are not taken at the moment. If you are a member, sign in another way and link ${name} in your account.`;
    case 'terms_not_accepted':
      return t`Nobody here uses this ${name} account yet. To become a member, go to “Create an account”: the terms stand there.`;
    case 'already_linked':
      return t`That ${name} account belongs to another member, or you have linked another one of ${name} already.`;
    case 'session_changed':
      return t`Somebody else signed in meanwhile, so nothing was linked. Begin again.`;
    case 'other_discord_account':
      return t`You agreed with another Discord account than the one that is linked here. Switch the account at Discord and try again.`;
    case 'not_configured':
      return t`${name} is not set up here any more. Choose another way.`;
    case 'internal':
      return t`Something went wrong on our side. Try again; if it stays, tell an admin.`;
  }
}
