import { Lab, type LabDraft } from '@coinslot/shared/http/admin-labs.ts';
import { request } from '../../../lib/request.ts';

export function createLab(body: LabDraft, idempotencyKey: string): Promise<Lab> {
  return request({ method: 'POST', path: '/api/v1/admin/labs', body, idempotencyKey, answer: Lab });
}
