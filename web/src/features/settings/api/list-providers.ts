import { ProviderSettingsList } from '@coinslot/shared/http/admin-sign-in.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { settingsKey } from './get-settings.ts';

export const providersKey = [...settingsKey, 'providers'] as const;

/** How Discord, Google and X are set up for signing in; never their secrets. */
export function useProviders() {
  return useQuery({
    queryKey: providersKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/sign-in', answer: ProviderSettingsList, signal }),
  });
}
