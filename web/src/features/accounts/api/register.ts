import { z } from 'zod';
import { request } from '../../../lib/request.ts';

export const passwordMinLength = 10;

export const RegisterForm = z.object({
  name: z.string().trim().min(1, 'Enter a name').max(80, 'At most 80 characters'),
  email: z.email('Enter an e-mail address').max(254, 'At most 254 characters'),
  password: z
    .string()
    .min(passwordMinLength, `At least ${passwordMinLength} characters`)
    .max(128, 'At most 128 characters'),
});
export type RegisterForm = z.infer<typeof RegisterForm>;

/** Makes an account and signs it in (cookie). */
export function register(form: RegisterForm): Promise<unknown> {
  return request({ method: 'POST', path: '/api/auth/sign-up/email', body: form, answer: z.unknown() });
}
