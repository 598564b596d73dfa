import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** A signed-in browser. `token` names it when it is signed out. */
export const Session = z.object({
  id: z.string(),
  token: z.string(),
  createdAt: z.string(),
  userAgent: z.string().nullish(),
  ipAddress: z.string().nullish(),
});
export type Session = z.infer<typeof Session>;

export const sessionsKey = ['sessions'] as const;

export function useSessions() {
  return useQuery({
    queryKey: sessionsKey,
    queryFn: ({ signal }) => request({ path: '/api/auth/list-sessions', answer: z.array(Session), signal }),
  });
}
