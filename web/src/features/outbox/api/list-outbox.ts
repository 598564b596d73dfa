import { OutboxPage } from '@coinslot/shared/http/admin-outbox.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';

export const outboxKey = ['outbox'] as const;

export type OutboxFilter = { state: string; channel: string };

/** What goes out, newest first. */
export function useOutbox({ state, channel }: OutboxFilter) {
  return useInfiniteQuery({
    queryKey: [...outboxKey, 'list', state, channel],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/admin/outbox', { state, channel, cursor: pageParam }),
        answer: OutboxPage,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
    ...cursorPaging,
  });
}
