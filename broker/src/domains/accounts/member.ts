import type { Permission } from '@coinslot/shared/permissions.ts';

/** Who is signed in, and what their roles allow. */
export interface Member {
  id: string;
  name: string;
  email: string;
  permissions: Permission[];
  sessionId: string;
}
