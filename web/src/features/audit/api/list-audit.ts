import { AuditActionList, AuditPage } from '@coinslot/shared/http/audit.ts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';
import type { AuditChoice } from '../audit-choice.ts';

const auditKey = ['audit'] as const;

/** The append-only audit log, newest first: the lines for which everything that was chosen holds. */
export function useAudit(choice: AuditChoice) {
  return useInfiniteQuery({
    queryKey: [...auditKey, 'lines', choice],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/admin/audit', { ...choice, cursor: pageParam }),
        answer: AuditPage,
        signal,
      }),
    placeholderData: keepPreviousData,
    ...cursorPaging,
  });
}

/** Every action that the log holds. */
export function useAuditActions() {
  return useQuery({
    queryKey: [...auditKey, 'actions'],
    queryFn: ({ signal }) =>
      request({ path: '/api/v1/admin/audit/actions', answer: AuditActionList, signal }),
    staleTime: 60_000,
  });
}
