import type { ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import type { Permission } from '@coinslot/shared/permissions.ts';

/** Who is signed in, and what their roles allow. */
export interface Member {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  /** They proved to be it within the last ten minutes: routes with `config.fresh` ask for it. Never with an API key. */
  fresh: boolean;
  /** An authenticator app is set up, or this session came in by a passkey. */
  secondFactor: boolean;
  permissions: Permission[];
  /** The admin who looks through this member's eyes: nothing may be changed, no secret shown. Null = it is the member. */
  viewer: { id: string; name: string; since: Date; until: Date } | null;
  /** The session; of a request with an API key, the key's id: both can be revoked, and live pages end with either. */
  sessionId: string;
  /** The key that speaks for the member; null = the member's own browser. */
  apiKey: { id: string; scopes: ApiKeyScope[] } | null;
}
