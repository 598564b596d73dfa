import type { AcceptTermsRequest } from '@coinslot/shared/http/account-security.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Writes down that this member accepted the site's terms of this revision. */
export function acceptTerms(body: AcceptTermsRequest): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/account/terms/accept', body, answer: z.unknown() });
}
