import { AuditPage } from '@coinslot/shared/http/audit.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';

/** The append-only audit log, newest first. */
export function useAudit() {
  return useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) =>
      request({ path: withQuery('/api/v1/admin/audit', { cursor: pageParam }), answer: AuditPage, signal }),
    ...cursorPaging,
  });
}
