import { Evidence } from '@coinslot/shared/http/machines.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { machinesKey } from './keys.ts';

/** What was kept of one failure. Each read is audited, so it is read only when it is opened and not again. */
export function useEvidence(id: string) {
  return useQuery({
    queryKey: [...machinesKey, 'evidence', id],
    queryFn: ({ signal }) =>
      request({ path: `/api/v1/admin/evidence/${encodeURIComponent(id)}`, answer: Evidence, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function screenshotAddress(id: string): string {
  return `/api/v1/admin/evidence/${encodeURIComponent(id)}/screenshot`;
}
