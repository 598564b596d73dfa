import { createHash } from 'node:crypto';
import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import type { Configuration } from 'openid-client';
import { allProviders } from './all-providers.ts';
import type { Credentials, ProviderContext } from './provider.ts';

/** Opens providers; what had to be discovered is kept for an hour. */
export interface Connections {
  open: (provider: SignInProvider, credentials: Credentials) => Promise<Configuration>;
}

const keptMs = 3_600_000;

export function createConnections(ctx: ProviderContext): Connections {
  const kept = new Map<SignInProvider, { key: string; at: number; configuration: Configuration }>();
  return {
    async open(provider, credentials) {
      const key = createHash('sha256').update(JSON.stringify(credentials)).digest('hex');
      const known = kept.get(provider);
      if (known?.key === key && performance.now() - known.at < keptMs) return known.configuration;
      const opening = allProviders[provider].open(ctx, credentials);
      // What was true an hour ago is better than nothing while it cannot be asked again.
      const configuration = await (known?.key === key ? opening.catch(() => known.configuration) : opening);
      kept.set(provider, { key, at: performance.now(), configuration });
      return configuration;
    },
  };
}
