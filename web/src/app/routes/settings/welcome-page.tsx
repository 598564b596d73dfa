import { useSettings } from '../../../features/settings/api/get-settings.ts';
import { WelcomeForm } from '../../../features/settings/components/welcome-form.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export function WelcomeSettingsPage() {
  const settings = useSettings();
  return (
    <QueryView query={settings} loading={<Skeleton className="h-96" />}>
      {(all) => <WelcomeForm settings={all} />}
    </QueryView>
  );
}
