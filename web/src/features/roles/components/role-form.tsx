import type { Role, RoleDraft } from '@coinslot/shared/http/admin-roles.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { useSave } from '../../../lib/use-save.ts';
import { FormSection } from '../../../ui/form-section.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SaveNotices } from '../../../ui/save-notices.tsx';
import { SaveOrCancel } from '../../../ui/save-or-cancel.tsx';
import { say } from '../../../words/say.ts';
import { meKey } from '../../accounts/api/get-me.ts';
import { useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { createRole } from '../api/create-role.ts';
import { editRole } from '../api/edit-role.ts';
import { rolesKey } from '../api/list-roles.ts';
import { findBlindWrites, permissionWords } from '../permission-words.ts';
import { RoleValues, type TypedRole } from '../role-values.ts';
import { PermissionFields } from './permission-fields.tsx';
import { RoleHead } from './role-head.tsx';

type RoleFormProps = { original: Role | null; ownRank: number; reload: () => Promise<Role | undefined> };

/** Makes a role, or changes one. A newer version is loaded by opening the form anew. */
export function RoleForm({ original, ownRank, reload }: RoleFormProps) {
  const [opened, setOpened] = useState(original);
  return (
    <RoleFields
      key={opened?.revision ?? 'new'}
      original={opened}
      ownRank={ownRank}
      reload={reload}
      onLoadNewer={setOpened}
    />
  );
}

function RoleFields(props: RoleFormProps & { onLoadNewer: (newer: Role) => void }) {
  const { original: role, ownRank, reload, onLoadNewer } = props;
  const me = useSignedIn();
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm<TypedRole, unknown, RoleValues>({
    resolver: zodResolver(RoleValues),
    defaultValues: {
      name: role?.name ?? '',
      description: role?.description ?? '',
      rank: role?.rank ?? null,
      permissions: role?.permissions ?? [],
    },
  });
  const { errors, isDirty } = form.formState;
  const save = useSave<RoleDraft, Role, 'name' | 'description' | 'rank' | 'permissions'>({
    item: role,
    send: ({ name, ...draft }, revision, key) =>
      role && revision !== null
        ? editRole(role.name, { ...draft, revision })
        : createRole({ name, ...draft }, key),
    reload,
    names: ['name', 'description', 'rank', 'permissions'],
    setError: form.setError,
    refresh: () => client.refetchQueries({ queryKey: rolesKey }),
    onSaved: (saved) => {
      toast.success(t`Role ${saved.name} is saved.`);
      void client.invalidateQueries({ queryKey: meKey });
      void navigate(paths.adminRoles);
    },
  });
  const chosen = useWatch({ control: form.control, name: 'permissions' });
  return (
    <form
      noValidate
      className="max-w-4xl space-y-4"
      onSubmit={(event) => void form.handleSubmit(save.run)(event)}
    >
      <LeaveGuard when={isDirty && !save.isSaved} />
      <RoleHead form={form} isNew={role === null} ownRank={ownRank} />
      <FormSection title={t`What its holders may do`}>
        <PermissionFields
          own={me?.permissions ?? []}
          chosen={chosen}
          field={form.register('permissions')}
          onChoose={(next) => form.setValue('permissions', next, { shouldDirty: true })}
        />
        <BlindWrites permissions={findBlindWrites(chosen)} />
        {errors.permissions ? (
          <Notice tone="bad">{errors.permissions.message ?? t`These permissions cannot be given`}</Notice>
        ) : null}
      </FormSection>
      <SaveNotices
        save={save}
        item={role}
        labels={{ description: msg`Description`, rank: msg`Rank`, permissions: msg`Permissions` }}
        onLoadNewer={onLoadNewer}
      />
      <SaveOrCancel cancelTo={paths.adminRoles} pending={save.isPending}>
        {role ? t`Save the role` : t`Create the role`}
      </SaveOrCancel>
    </form>
  );
}

/** What can be changed by the role without its holders seeing the page of it. */
function BlindWrites({ permissions }: { permissions: ReturnType<typeof findBlindWrites> }) {
  if (permissions.length === 0) return null;
  return (
    <Notice tone="coin">
      <Trans>These are chosen without the page that they belong to being visible:</Trans>
      <ul className="list-disc pl-5">
        {permissions.map((permission) => (
          <li key={permission}>{say(permissionWords[permission])}</li>
        ))}
      </ul>
    </Notice>
  );
}
