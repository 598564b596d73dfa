import { OperatorWebhook } from '@coinslot/shared/http/admin-mail.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { settingsKey } from './get-settings.ts';

export const alertsKey = [...settingsKey, 'alerts'] as const;

/** Where the operator is told what happens; never the webhook's address. */
export function useOperatorWebhook() {
  return useQuery({
    queryKey: alertsKey,
    queryFn: ({ signal }) =>
      request({ path: '/api/v1/admin/operator-webhook', answer: OperatorWebhook, signal }),
  });
}
