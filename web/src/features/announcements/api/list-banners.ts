import { BannerList } from '@coinslot/shared/http/announcements.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { announcementsKey } from './list-announcements.ts';

export const bannersKey = [...announcementsKey, 'banner'] as const;

/** Announcements that stand over every page until the member takes them away. */
export function useBanners() {
  return useQuery({
    queryKey: bannersKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/announcements/banner', answer: BannerList, signal }),
    staleTime: 300_000,
  });
}
