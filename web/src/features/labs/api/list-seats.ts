import { SeatList } from '@coinslot/shared/http/admin-seats.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { labsKey } from './keys.ts';

const refreshMs = 10_000;

/** The seats of one lab, by user name. */
export function useSeats(labId: string) {
  return useQuery({
    queryKey: [...labsKey, 'seats', labId],
    queryFn: ({ signal }) =>
      request({ path: `/api/v1/admin/labs/${encodeURIComponent(labId)}/seats`, answer: SeatList, signal }),
    refetchInterval: refreshMs,
  });
}
