import type { AdminSettings } from '@coinslot/shared/http/admin-settings.ts';
import { Plural, Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { Notice } from '../../../ui/notice.tsx';
import { useMe } from '../../accounts/api/get-me.ts';

/** Whom it shuts out to ask for confirmed addresses, said before it is saved. */
export function ConfirmationWarning({ shown, group }: { shown: boolean; group: AdminSettings['members'] }) {
  const me = useMe().data;
  if (!shown) return null;
  const { unconfirmed, mailMissing } = group;
  if (mailMissing) {
    return (
      <Notice tone="bad">
        <Trans>
          No mail goes out yet: without it nobody could confirm an address.{' '}
          <Link to={paths.adminSettingsMail} className="underline underline-offset-2">
            Set up the mail server first
          </Link>
        </Trans>
      </Notice>
    );
  }
  if (unconfirmed === 0) return null;
  return (
    <Notice tone="coin">
      <Plural
        value={unconfirmed}
        one="# member has not confirmed the address, and can buy nothing from the moment you save until that is done."
        other="# members have not confirmed their address, and can buy nothing from the moment you save until that is done."
      />{' '}
      {me && !me.emailVerified ? <Trans>You are one of them.</Trans> : null}
    </Notice>
  );
}
