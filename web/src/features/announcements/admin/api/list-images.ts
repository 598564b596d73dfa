import { AssetList } from '@coinslot/shared/http/assets.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../../lib/request.ts';

export const imagesKey = ['admin-images'] as const;

/** The images that were uploaded, and whether a text shows them. */
export function useImages() {
  return useQuery({
    queryKey: imagesKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/assets', answer: AssetList, signal }),
  });
}
