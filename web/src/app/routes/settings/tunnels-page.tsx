import { useTunnelSettings } from '../../../features/settings/api/get-tunnels.ts';
import { TunnelForm } from '../../../features/settings/components/tunnel-form.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

/** The account at Cloudflare that gives machines host names. */
export function TunnelSettingsPage() {
  const tunnels = useTunnelSettings();
  return (
    <QueryView query={tunnels} loading={<Skeleton className="h-[36rem]" />}>
      {(settings) => <TunnelForm settings={settings} reload={async () => (await tunnels.refetch()).data} />}
    </QueryView>
  );
}
