import { RoleDraft } from '@coinslot/shared/http/admin-roles.ts';
import { Permission } from '@coinslot/shared/permissions.ts';
import { z } from 'zod';

/** What is typed into the form of a role. */
export const RoleValues = RoleDraft.extend({
  rank: z.int().nullable().pipe(RoleDraft.shape.rank),
  permissions: z.array(Permission),
});
export type TypedRole = z.input<typeof RoleValues>;
export type RoleValues = z.output<typeof RoleValues>;
