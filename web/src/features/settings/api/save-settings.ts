import { AdminSettings, type SettingsGroup } from '@coinslot/shared/http/admin-settings.ts';
import { request } from '../../../lib/request.ts';

/** Saves one group of settings; refused when somebody else changed it since `revision`. */
export function saveSettings(group: SettingsGroup, values: object, revision: number): Promise<AdminSettings> {
  return request({
    method: 'PUT',
    path: `/api/v1/admin/settings/${group}`,
    body: { values, revision },
    answer: AdminSettings,
  });
}
