import { AdminSettings } from '@coinslot/shared/http/admin-settings.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

/** Everything that admins set begins with this key. */
export const settingsKey = ['settings'] as const;
export const houseSettingsKey = [...settingsKey, 'house'] as const;

export function getSettings(signal?: AbortSignal): Promise<AdminSettings> {
  return request({ path: '/api/v1/admin/settings', answer: AdminSettings, signal });
}

/** The groups of settings that the house keeps. */
export function useSettings() {
  return useQuery({ queryKey: houseSettingsKey, queryFn: ({ signal }) => getSettings(signal) });
}
