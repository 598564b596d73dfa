import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import type { Configuration, TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';
import type { BrokerContext } from '../../../context.ts';

export type ProviderContext = Pick<BrokerContext, 'config' | 'db' | 'log' | 'metrics'>;

/** What the provider knows us by. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

export type Tokens = TokenEndpointResponse & TokenEndpointResponseHelpers;

/** Who came, as the provider says. The subject alone is the identity. */
export interface Profile {
  subject: string;
  name: string;
  /** In small letters; null unless the provider says that it is this person's. */
  email: string | null;
}

/** One provider: where it is, what it is asked for, and how its answer is read. */
export interface Provider {
  id: SignInProvider;
  scopes: readonly string[];
  /** Where an admin makes the credentials. */
  setupUrl: string;
  /** True = OpenID Connect: an id_token with our nonce is part of the answer. */
  hasIdToken: boolean;
  /** More parameters of the way out. */
  parameters?: Readonly<Record<string, string>>;
  /** Its endpoints and our credentials. Throws what openid-client throws when they have to be discovered and cannot be. */
  open: (ctx: ProviderContext, credentials: Credentials) => Promise<Configuration>;
  /** Who came. Throws when the answer is not what was agreed. */
  readProfile: (ctx: ProviderContext, configuration: Configuration, tokens: Tokens) => Promise<Profile>;
  /** Makes the tokens worthless. */
  revoke?: (configuration: Configuration, tokens: Tokens) => Promise<void>;
}
