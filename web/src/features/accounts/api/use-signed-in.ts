import type { Me } from '@coinslot/shared/http/me.ts';
import type { Permission } from '@coinslot/shared/permissions.ts';
import { useMe } from './get-me.ts';

/** The signed-in member, inside the guard of the member pages. Null for the moment in which a session ends. */
export function useSignedIn(): Me | null {
  return useMe().data ?? null;
}

/** What to offer, never what is allowed: the broker checks every request itself. */
export function mayDo(me: Me | null | undefined, permission: Permission): boolean {
  return me?.permissions.includes(permission) ?? false;
}
