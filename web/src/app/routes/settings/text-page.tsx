import { useSettings } from '../../../features/settings/api/get-settings.ts';
import { TextForm } from '../../../features/settings/components/text-form.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

/** The terms or what stands about privacy. */
export function TextSettingsPage({ page }: { page: 'terms' | 'privacy' }) {
  const settings = useSettings();
  return (
    <QueryView query={settings} loading={<Skeleton className="h-[40rem]" />}>
      {(all) => <TextForm page={page} settings={all} />}
    </QueryView>
  );
}
