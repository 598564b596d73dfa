import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { paths } from '../paths.ts';

/** The head of both lists of incidents. */
export function IncidentsHead() {
  return (
    <>
      <PageHeader title={t`Incidents`}>
        <Trans>What is stuck, why, and what is being done about it. Most of it passes by itself.</Trans>
      </PageHeader>
      <LinkTabs
        label={t`Open or over`}
        items={[
          { to: paths.adminIncidents, label: t`Open`, end: true },
          { to: paths.adminClosedIncidents, label: t`Over` },
        ]}
      />
    </>
  );
}
