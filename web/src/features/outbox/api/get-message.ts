import { OutboxMessageDetail } from '@coinslot/shared/http/admin-outbox.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { outboxKey } from './list-outbox.ts';

/** One message with its text, where that is not a secret. */
export function useMessage(id: string) {
  return useQuery({
    queryKey: [...outboxKey, id],
    queryFn: ({ signal }) =>
      request({
        path: `/api/v1/admin/outbox/${encodeURIComponent(id)}`,
        answer: OutboxMessageDetail,
        signal,
      }),
    refetchInterval: 15_000,
  });
}
