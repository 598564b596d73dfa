import { useSettings } from '../../../features/settings/api/get-settings.ts';
import { MembersForm } from '../../../features/settings/components/members-form.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

export function MembersSettingsPage() {
  const settings = useSettings();
  return (
    <QueryView query={settings} loading={<Skeleton className="h-96" />}>
      {(all) => <MembersForm settings={all} />}
    </QueryView>
  );
}
