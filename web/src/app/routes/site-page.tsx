import { t } from '@lingui/core/macro';
import { usePrivacy } from '../../features/site/api/get-privacy.ts';
import { useTerms } from '../../features/site/api/get-terms.ts';
import { SiteText } from '../../features/site/components/site-text.tsx';

export function TermsPage() {
  return <SiteText page={useTerms()} title={t`Terms`} />;
}

export function PrivacyPage() {
  return <SiteText page={usePrivacy()} title={t`Privacy`} />;
}
