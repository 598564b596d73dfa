import type { AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { UserRolesForm } from './user-roles-form.tsx';

/** A member's roles, and the button that changes them where that is allowed; else why it is not. */
export function UserRolesCard({ user }: { user: AdminUserDetail }) {
  const me = useSignedIn();
  const [open, setOpen] = useState(false);
  const mayRead = mayDo(me, 'admin.roles.read');
  const mayWrite = mayRead && mayDo(me, 'admin.roles.write');
  return (
    <Card>
      <CardTitle
        aside={
          mayWrite && !user.isSelf ? (
            <Button size="small" onClick={() => setOpen(true)}>
              <Trans>Change roles</Trans>
            </Button>
          ) : null
        }
      >
        <Trans>Roles</Trans>
      </CardTitle>
      {user.roles.length === 0 ? (
        <p className="text-soft">
          <Trans>None: a member like others.</Trans>
        </p>
      ) : (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 font-semibold">
          {user.roles.map((name) => (
            <li key={name}>
              {mayRead ? (
                <Link to={paths.adminRole(name)} className="text-link underline underline-offset-2">
                  {name}
                </Link>
              ) : (
                name
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="text-soft mt-2 text-sm">
        {t`Rank ${user.rank}.`} {mayWrite && user.isSelf ? t`Nobody changes their own roles.` : null}
      </p>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`Roles of ${user.name}`}
        description={t`You can give and take roles below your own rank whose permissions you hold yourself.`}
      >
        <UserRolesForm user={user} onClose={() => setOpen(false)} />
      </Dialog>
    </Card>
  );
}
