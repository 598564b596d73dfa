import { type EditMailSettingsRequest, MailSettings } from '@coinslot/shared/http/admin-mail.ts';
import { request } from '../../../lib/request.ts';

/** Saves the mail server. */
export function saveMail(body: EditMailSettingsRequest): Promise<MailSettings> {
  return request({ method: 'PUT', path: '/api/v1/admin/mail', body, answer: MailSettings });
}

/** Takes the settings away: those of the server's environment hold again, if there are any. */
export function removeMail(): Promise<MailSettings> {
  return request({ method: 'DELETE', path: '/api/v1/admin/mail', answer: MailSettings });
}
