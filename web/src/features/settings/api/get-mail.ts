import { MailSettings } from '@coinslot/shared/http/admin-mail.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { settingsKey } from './get-settings.ts';

export const mailKey = [...settingsKey, 'mail'] as const;

/** By what server mail goes out; never its password. */
export function useMailSettings() {
  return useQuery({
    queryKey: mailKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/mail', answer: MailSettings, signal }),
  });
}
