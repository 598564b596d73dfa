import type { Role, RoleList } from '@coinslot/shared/http/admin-roles.ts';
import type { AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { meKey } from '../../accounts/api/get-me.ts';
import { rolesKey, useRoles } from '../../roles/api/list-roles.ts';
import { usersKey } from '../api/list-users.ts';
import { setUserRoles } from '../api/set-user-roles.ts';

const Values = z.object({
  roles: z.array(z.string()),
  reason: z.string().trim().min(3).max(500),
});
type Values = z.infer<typeof Values>;

type UserRolesFormProps = { user: AdminUserDetail; onClose: () => void };

/** Every role with a box; those that may not be given are locked, with the reason. */
export function UserRolesForm(props: UserRolesFormProps) {
  const roles = useRoles();
  return (
    <QueryView query={roles} loading={<SkeletonList rows={3} rowClassName="h-12" />}>
      {(list) => <Boxes {...props} list={list} />}
    </QueryView>
  );
}

function Boxes({ user, list, onClose }: UserRolesFormProps & { list: RoleList }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  // What the form was opened with: another admin's change meanwhile must be noticed.
  const [knownRoles] = useState(user.roles);
  const form = useForm({ resolver: zodResolver(Values), defaultValues: { roles: knownRoles, reason: '' } });
  const act = useAct({
    send: ({ roles, reason }: Values) => setUserRoles(user.id, { roles, knownRoles, reason }),
    onDone: () => {
      toast.success(t`The roles of ${user.name} are saved.`);
      for (const queryKey of [usersKey, rolesKey, meKey]) void client.invalidateQueries({ queryKey });
      onClose();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['roles', 'reason'], form.setError)),
  });
  const known = new Set(list.items.map(({ name }) => name));
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <fieldset className="space-y-3">
        <legend className="sr-only">
          <Trans>Roles</Trans>
        </legend>
        {list.items.map((role) => (
          <CheckField
            key={role.name}
            label={role.name}
            hint={describeRole(role, list.ownRank)}
            value={role.name}
            aria-disabled={!role.mayGive}
            onClick={(event) => {
              // Not `disabled`, which would take it out of the form's values.
              if (!role.mayGive) event.preventDefault();
            }}
            {...form.register('roles')}
          />
        ))}
      </fieldset>
      {knownRoles.some((name) => !known.has(name)) ? (
        <Notice tone="coin">
          <Trans>A role was deleted meanwhile. Close this and open it again.</Trans>
        </Notice>
      ) : null}
      <ReasonField error={form.formState.errors.reason} field={form.register('reason')} />
      <DialogActions>
        <Button onClick={onClose} disabled={act.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button type="submit" look="coin" pending={act.isPending}>
          <Trans>Save the roles</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}

/** What a role is, or why it cannot be given or taken by this admin. */
function describeRole(role: Role, ownRank: number): string {
  const about =
    role.description ||
    plural(role.permissions.length, { 0: 'No permissions', one: '# permission', other: '# permissions' });
  if (role.mayGive && role.rank >= ownRank) {
    return t`Rank ${role.rank}, as high as yours: the one exception, because admins make other admins. ${about}`;
  }
  if (role.mayGive) return t`Rank ${role.rank}. ${about}`;
  return role.rank >= ownRank
    ? t`Rank ${role.rank}, which is not below yours (${ownRank}): you cannot give or take it.`
    : t`It holds permissions that you do not have: you cannot give or take it.`;
}
