import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Signs one browser of a member out. */
export function endUserSession(userId: string, sessionId: string): Promise<unknown> {
  const path = `/api/v1/admin/users/${encodeURIComponent(userId)}/sessions/${encodeURIComponent(sessionId)}`;
  return request({ method: 'DELETE', path, answer: z.unknown() });
}

/** Signs a member out everywhere. */
export function endUserSessions(userId: string): Promise<unknown> {
  return request({
    method: 'POST',
    path: `/api/v1/admin/users/${encodeURIComponent(userId)}/sessions/end-all`,
    answer: z.unknown(),
  });
}
