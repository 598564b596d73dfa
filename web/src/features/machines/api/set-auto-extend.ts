import type { AutoExtendRequest } from '@coinslot/shared/http/machines.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

type Switch = AutoExtendRequest & { id: string };

/** Switches buying more time by itself on or off. */
export function setAutoExtend({ id, enabled }: Switch, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/machines/${encodeURIComponent(id)}/auto-extend`;
  return request({ method: 'PUT', path, body: { enabled }, idempotencyKey, answer: z.unknown() });
}
