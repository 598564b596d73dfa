import { z } from 'zod';
import { request } from '../../../lib/request.ts';

export const SignInForm = z.object({
  email: z.email('Enter your e-mail address'),
  password: z.string().min(1, 'Enter your password').max(128, 'At most 128 characters'),
});
export type SignInForm = z.infer<typeof SignInForm>;

/** Starts a session (cookie). Refused with 401 when address and password do not match. */
export function signIn(form: SignInForm): Promise<unknown> {
  return request({ method: 'POST', path: '/api/auth/sign-in/email', body: form, answer: z.unknown() });
}
