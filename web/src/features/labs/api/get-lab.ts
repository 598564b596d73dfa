import { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { labsKey } from './keys.ts';

const refreshMs = 10_000;

export function useLab(id: string) {
  return useQuery({
    queryKey: [...labsKey, 'one', id],
    queryFn: ({ signal }) =>
      request({ path: `/api/v1/admin/labs/${encodeURIComponent(id)}`, answer: Lab, signal }),
    refetchInterval: refreshMs,
  });
}
