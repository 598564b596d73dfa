import { useMailSettings } from '../../../features/settings/api/get-mail.ts';
import { MailForm } from '../../../features/settings/components/mail-form.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

/** The server by which mail goes out. */
export function MailSettingsPage() {
  const mail = useMailSettings();
  return (
    <QueryView query={mail} loading={<Skeleton className="h-[36rem]" />}>
      {(settings) => <MailForm settings={settings} reload={async () => (await mail.refetch()).data} />}
    </QueryView>
  );
}
