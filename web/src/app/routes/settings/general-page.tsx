import { useSettings } from '../../../features/settings/api/get-settings.ts';
import { GeneralForm } from '../../../features/settings/components/general-form.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export function GeneralSettingsPage() {
  const settings = useSettings();
  return (
    <QueryView query={settings} loading={<Skeleton className="h-96" />}>
      {(all) => <GeneralForm settings={all} />}
    </QueryView>
  );
}
