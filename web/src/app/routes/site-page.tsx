import { t } from '@lingui/core/macro';
import { SiteText } from '../../features/site/components/site-text.tsx';

export function TermsPage() {
  return <SiteText name="terms" title={t`Terms`} />;
}

export function PrivacyPage() {
  return <SiteText name="privacy" title={t`Privacy`} />;
}
