import type { Role } from '@coinslot/shared/http/admin-roles.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { ConfirmButton } from '../../../ui/confirm-button.tsx';
import { deleteRole } from '../api/delete-role.ts';
import { rolesKey } from '../api/list-roles.ts';

/** Deletes a role that nobody has; else says what to do first. */
export function DeleteRoleButton({ role }: { role: Role }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  if (role.members > 0) {
    return (
      <p className="text-soft max-w-64 text-sm">
        <Trans>It can be deleted when nobody has it.</Trans>
      </p>
    );
  }
  return (
    <ConfirmButton
      words={<Trans>Delete</Trans>}
      label={t`Delete ${role.name}`}
      title={t`Delete ${role.name}?`}
      description={t`Nobody has it. It is gone for good.`}
      keep={t`Keep it`}
      act={t`Delete it`}
      send={() => deleteRole(role.name)}
      onDone={() => {
        toast.success(t`Role ${role.name} is deleted.`);
        void client.invalidateQueries({ queryKey: rolesKey });
        void navigate(paths.adminRoles);
      }}
    />
  );
}
