import { t } from '@lingui/core/macro';
import { DeletionCard } from '../../features/accounts/components/deletion-card.tsx';
import { ExportCard } from '../../features/accounts/components/export-card.tsx';
import { useDocumentTitle } from '../../lib/use-document-title.ts';
import { paths, withParting } from '../paths.ts';

export function AccountDataPage() {
  useDocumentTitle(t`Your data`);
  return (
    <>
      <ExportCard />
      <DeletionCard leadsTo={withParting(paths.signIn, 'deleted')} />
    </>
  );
}
