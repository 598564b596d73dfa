import { CanaryPage } from '@coinslot/shared/http/admin-canaries.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';

export function canariesKey(labId: string): readonly string[] {
  return ['canaries', labId];
}

const runningMs = 2000;
const idleMs = 30_000;

/** The canaries of one lab, the newest first; asked for often while one runs. */
export function useCanaries(labId: string) {
  return useInfiniteQuery({
    queryKey: canariesKey(labId),
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery(`/api/v1/admin/labs/${encodeURIComponent(labId)}/canaries`, { cursor: pageParam }),
        answer: CanaryPage,
        signal,
      }),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ outcome }) => outcome === null))
        ? runningMs
        : idleMs,
    ...cursorPaging,
  });
}
