import { t } from '@lingui/core/macro';
import { ApiKeysCard } from '../../features/api-keys/components/api-keys-card.tsx';
import { useDocumentTitle } from '../../lib/use-document-title.ts';

export function AccountKeysPage() {
  useDocumentTitle(t`API keys`);
  return <ApiKeysCard />;
}
