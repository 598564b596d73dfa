import { SetupTest } from '@coinslot/shared/http/admin-sign-in.ts';
import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { request } from '../../../lib/request.ts';

/** Really asks a provider with what is saved, and tells what it said. */
export function testProvider(id: SignInProvider): Promise<SetupTest> {
  return request({ method: 'POST', path: `/api/v1/admin/sign-in/${id}/test`, body: {}, answer: SetupTest });
}

/** The same for the bot and the server at Discord. */
export function testDiscord(): Promise<SetupTest> {
  return request({ method: 'POST', path: '/api/v1/admin/discord/test', body: {}, answer: SetupTest });
}
