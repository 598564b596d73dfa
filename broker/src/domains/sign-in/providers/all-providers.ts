import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { discord } from './discord.ts';
import { google } from './google.ts';
import type { Provider } from './provider.ts';
import { x } from './x.ts';

export const allProviders = { discord, google, x } as const satisfies Record<SignInProvider, Provider>;

/** What has to be entered at the provider, to the letter. Each provider has its own, so that no answer of one is taken for another's. */
export function redirectUrlOf(publicUrl: string, provider: SignInProvider): string {
  return `${publicUrl}/api/auth/callback/${provider}`;
}
