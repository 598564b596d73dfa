import { LabList } from '@coinslot/shared/http/admin-labs.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { labsKey } from './keys.ts';

const refreshMs = 10_000;

/** Every lab, by name, with its health. */
export function useLabs() {
  return useQuery({
    queryKey: [...labsKey, 'list'],
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/labs', answer: LabList, signal }),
    refetchInterval: refreshMs,
  });
}
