import type { AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { toast } from 'sonner';
import { paths } from '../../../app/paths.ts';
import { formatCoins } from '../../../lib/format.ts';
import { ReasonButton } from '../../../ui/reason-button.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { usersKey } from '../api/list-users.ts';
import { disableUser, enableUser } from '../api/switch-user.ts';
import { viewAs } from '../api/view-as.ts';

/** What may be done to an account; when nothing may, why. */
export function UserActs({ user }: { user: AdminUserDetail }) {
  const me = useSignedIn();
  const [maySwitch, mayLook] = [mayDo(me, 'admin.users.disable'), mayDo(me, 'admin.users.view_as')];
  if (!maySwitch && !mayLook) return null;
  if (user.isSelf) return <Why>{t`This is your own account: another admin acts on it.`}</Why>;
  if (!user.isBelow) {
    return (
      <Why>{t`Their rank (${user.rank}) is not below yours: somebody of a higher rank acts on it.`}</Why>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      {mayLook && !user.disabled ? <ViewAsButton user={user} /> : null}
      {maySwitch ? user.disabled ? <EnableButton user={user} /> : <DisableButton user={user} /> : null}
    </div>
  );
}

function Why({ children }: { children: string }) {
  return <p className="text-soft max-w-64 text-sm">{children}</p>;
}

function ViewAsButton({ user }: { user: AdminUserDetail }) {
  return (
    <ReasonButton
      words={
        <>
          <Eye aria-hidden /> <Trans>See the pages as they do</Trans>
        </>
      }
      title={t`See the pages as ${user.name}?`}
      description={t`For half an hour at most. You can look at everything the member sees and change nothing; passwords of machines stay hidden. It stands in the audit log.`}
      act={t`Begin`}
      keep={t`Not now`}
      send={(reason) => viewAs(user.id, reason)}
      // Nothing that was loaded as the admin stays in memory.
      onDone={() => window.location.assign(paths.shop)}
    />
  );
}

function DisableButton({ user }: { user: AdminUserDetail }) {
  const client = useQueryClient();
  const machines = plural(user.machines.active, {
    0: 'No machine runs now.',
    one: '# machine is ended within seconds.',
    other: '# machines are ended within seconds.',
  });
  const { paidCoins } = user.machines;
  const { heldEarned, heldBought } = user.wallet;
  const held = heldEarned + heldBought;
  return (
    <ReasonButton
      look="danger"
      words={<Trans>Disable</Trans>}
      label={t`Disable ${user.name}`}
      title={t`Disable ${user.name}?`}
      description={
        <ul className="list-disc space-y-1 pl-5">
          <li>{t`They are signed out everywhere at once and cannot sign in again.`}</li>
          <li>{t`Their API keys stop working at once.`}</li>
          <li>{machines}</li>
          <li>
            {held > 0
              ? t`Held coins (${formatCoins(held)}) go back to the wallet, which is kept.`
              : t`The wallet is kept.`}
          </li>
          {paidCoins > 0 ? (
            <li>{t`What was paid for machines that are ready (${formatCoins(paidCoins)}) is not refunded.`}</li>
          ) : null}
          <li>{t`If their address is confirmed, they get a mail with your reason.`}</li>
          <li>{t`It can be undone; machines that were ended stay ended.`}</li>
        </ul>
      }
      act={t`Disable the account`}
      keep={t`Leave it as it is`}
      send={(reason) => disableUser(user.id, reason)}
      onDone={() => {
        toast.success(t`${user.name} is disabled.`);
        void client.invalidateQueries({ queryKey: usersKey });
      }}
    />
  );
}

function EnableButton({ user }: { user: AdminUserDetail }) {
  const client = useQueryClient();
  return (
    <ReasonButton
      words={<Trans>Enable again</Trans>}
      label={t`Enable again: ${user.name}`}
      title={t`Enable ${user.name} again?`}
      description={t`They can sign in and buy again. Machines that were ended stay ended.`}
      act={t`Enable the account`}
      keep={t`Leave it as it is`}
      send={(reason) => enableUser(user.id, reason)}
      onDone={() => {
        toast.success(t`${user.name} is enabled again.`);
        void client.invalidateQueries({ queryKey: usersKey });
      }}
    />
  );
}
