import { type TestMailRequest, TestMessageResponse } from '@coinslot/shared/http/admin-mail.ts';
import { request } from '../../../lib/request.ts';

/** Sends one mail at once and tells what the mail server said. */
export function testMail(body: TestMailRequest): Promise<TestMessageResponse> {
  return request({ method: 'POST', path: '/api/v1/admin/mail/test', body, answer: TestMessageResponse });
}
