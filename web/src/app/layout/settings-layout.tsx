import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Outlet } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PartColumn, PartMenu } from '../../ui/part-links.tsx';
import { ReadOnly, useReadOnly } from '../../ui/read-only.ts';
import { paths } from '../paths.ts';

/** The settings, each part with an address of its own. Who may only look finds every button switched off. */
export function SettingsLayout() {
  const me = useSignedIn();
  const looking = useReadOnly();
  const mayWrite = mayDo(me, 'admin.settings.write');
  const parts = [
    { to: paths.adminSettings, label: t`General`, end: true },
    { to: paths.adminSettingsMembers, label: t`Joining` },
    { to: paths.adminSettingsWelcome, label: t`Welcome coins` },
    { to: paths.adminSettingsSignIn, label: t`Sign-in` },
    { to: paths.adminSettingsDiscord, label: t`Discord server` },
    { to: paths.adminSettingsMail, label: t`Mail` },
    { to: paths.adminSettingsTunnels, label: t`Tunnels` },
    { to: paths.adminSettingsAlerts, label: t`Alerts` },
    { to: paths.adminSettingsTerms, label: t`Terms` },
    { to: paths.adminSettingsPrivacy, label: t`Privacy` },
  ];
  return (
    <ReadOnly value={looking || !mayWrite}>
      <PageHeader title={t`Settings`} aside={<PartMenu label={t`Parts of the settings`} items={parts} />} />
      <div className="gap-8 lg:grid lg:grid-cols-[13rem_1fr]">
        <PartColumn label={t`Parts of the settings`} items={parts} />
        <div className="max-w-3xl min-w-0 space-y-4 has-[[data-wide]]:max-w-none">
          {mayWrite ? null : (
            <Notice announced={false}>
              <Trans>You may look at the settings and not change them.</Trans>
            </Notice>
          )}
          <Outlet />
        </div>
      </div>
    </ReadOnly>
  );
}
