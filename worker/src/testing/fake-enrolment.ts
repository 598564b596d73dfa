import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { EnrolWorkerRequest } from '@coinslot/shared/http/admin-workers.ts';
import type { EnrolWorkerResponse } from '@coinslot/shared/http/admin-workers.ts';
import type { FakeBrokerState } from './fake-broker-state.ts';

/** The enrolment route: the one token works once. */
export async function answerEnrolment(
  state: FakeBrokerState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = EnrolWorkerRequest.safeParse(JSON.parse(await text(request)));
  const isRightPlace = request.method === 'POST' && request.url === '/api/v1/workers/enrol';
  if (!isRightPlace || !body.success || body.data.token !== state.token || state.keys.size > 0) {
    response.writeHead(401, { 'content-type': 'application/problem+json' });
    response.end(
      JSON.stringify({
        type: 'about:blank',
        title: 'Enrolment token not valid',
        status: 401,
        detail: 'The token was used, has expired or never existed. Make a new one.',
        code: 'enrolment_token_invalid',
      }),
    );
    return;
  }
  const workerId = randomUUID();
  state.keys.set(workerId, body.data.publicKey);
  const answer: EnrolWorkerResponse = { workerId, brokerId: state.brokerId, name: 'worker-1' };
  response.writeHead(201, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
}
