import { z } from 'zod';
import { Permission } from '../permissions.ts';

/** The built-in role of the house's owners: every permission, the highest rank, cannot be edited or deleted. */
export const adminRoleName = 'admin';
/** The rank of `admin`. Every other role is below it. */
export const adminRank = 100;

/** What an admin writes of a role. `rank`: who has a higher one may give, take and edit it. */
export const RoleDraft = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{1,39}$/, '2 to 40 lower-case letters, digits and hyphens'),
  description: z.string().trim().max(300, 'at most 300 characters').default(''),
  rank: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(adminRank - 1, `must be below ${adminRank}, the rank of ${adminRoleName}`),
  permissions: z
    .array(Permission)
    .transform((permissions) => Permission.options.filter((permission) => permissions.includes(permission))),
});
export type RoleDraft = z.infer<typeof RoleDraft>;

/** A role. `mayEdit` and `mayGive` are about the admin who asks: their rank and their own permissions decide. */
export const Role = z.object({
  name: z.string(),
  description: z.string(),
  rank: z.int().nonnegative(),
  permissions: z.array(Permission),
  members: z.int().nonnegative(),
  builtIn: z.boolean(),
  revision: z.int().positive(),
  mayEdit: z.boolean(),
  mayGive: z.boolean(),
});
export type Role = z.infer<typeof Role>;

/**
 * `GET /api/v1/admin/roles` (admin.roles.read): highest rank first; `ownRank` is the asker's. `POST` (201, Idempotency-Key, fresh) takes a RoleDraft.
 * `GET /api/v1/admin/roles/:name`. `DELETE` (204, fresh): `still_in_use` while somebody has it.
 */
export const RoleList = z.object({ items: z.array(Role), ownRank: z.int().nonnegative() });
export type RoleList = z.infer<typeof RoleList>;

/** `PUT /api/v1/admin/roles/:name` (fresh; the name itself stays): 409 edited_meanwhile when `revision` is not the present one. */
export const EditRoleRequest = RoleDraft.omit({ name: true }).extend({ revision: z.int().positive() });
export type EditRoleRequest = z.infer<typeof EditRoleRequest>;
