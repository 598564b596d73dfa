import { t } from '@lingui/core/macro';
import { usePreferences } from '../../features/notifications/api/get-preferences.ts';
import { PreferencesForm } from '../../features/notifications/components/preferences-form.tsx';
import { WebhookCard } from '../../features/notifications/components/webhook-card.tsx';
import { useDocumentTitle } from '../../lib/use-document-title.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';

export function AccountNotificationsPage() {
  useDocumentTitle(t`Notifications`);
  const preferences = usePreferences();
  return (
    <QueryView query={preferences} loading={<SkeletonList rows={2} rowClassName="h-72" />}>
      {(kept) => (
        <>
          <PreferencesForm preferences={kept} />
          <WebhookCard webhook={kept.discord} />
        </>
      )}
    </QueryView>
  );
}
