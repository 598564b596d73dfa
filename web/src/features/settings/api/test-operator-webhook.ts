import { TestMessageResponse } from '@coinslot/shared/http/admin-mail.ts';
import { request } from '../../../lib/request.ts';

/** Posts one message to the operator's channel and tells what Discord said. */
export function testOperatorWebhook(): Promise<TestMessageResponse> {
  return request({
    method: 'POST',
    path: '/api/v1/admin/operator-webhook/test',
    answer: TestMessageResponse,
  });
}
