import { EditMailSettingsRequest } from '@coinslot/shared/http/admin-mail.ts';
import { z } from 'zod';

const { shape } = EditMailSettingsRequest;
/** As it is typed: an empty password means the one that is there already. */
export const MailValues = z.object({
  host: shape.host,
  port: z.int().nullable().pipe(shape.port),
  security: shape.security,
  user: shape.user.unwrap(),
  password: z.string().max(500),
  withoutPassword: z.boolean(),
  from: shape.from,
});
export type TypedMailValues = z.input<typeof MailValues>;
export type MailValues = z.output<typeof MailValues>;
