import { mayDo, useSignedIn } from '../../../features/accounts/api/use-signed-in.ts';
import { useOperatorWebhook } from '../../../features/settings/api/get-operator-webhook.ts';
import { AlertsForm } from '../../../features/settings/components/alerts-form.tsx';
import { AlertsTestCard } from '../../../features/settings/components/alerts-test-card.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

/** What the operator is told at Discord. */
export function AlertsSettingsPage() {
  const me = useSignedIn();
  const alerts = useOperatorWebhook();
  return (
    <QueryView query={alerts} loading={<Skeleton className="h-96" />}>
      {(settings) => (
        <>
          <AlertsForm settings={settings} reload={async () => (await alerts.refetch()).data} />
          {settings.webhook && mayDo(me, 'admin.settings.write') ? <AlertsTestCard /> : null}
        </>
      )}
    </QueryView>
  );
}
