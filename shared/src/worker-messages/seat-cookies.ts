import { z } from 'zod';

/** A seat's signed-in browser, to be begun with: the lab's own cookies, as CDP's Storage domain names them. As secret as the seat's password. */
export const SeatCookies = z
  .array(
    z.object({
      name: z.string().max(200),
      value: z.string().max(4096),
      domain: z.string().max(255),
      path: z.string().max(500),
      /** Seconds since 1970; null = until the browser closes. */
      expiresAt: z.number().nullable(),
      httpOnly: z.boolean(),
      secure: z.boolean(),
      sameSite: z.enum(['Strict', 'Lax', 'None']).nullable(),
    }),
  )
  .max(60);
export type SeatCookies = z.infer<typeof SeatCookies>;

/** Shorter values are switches of the page, not secrets, and would mask ordinary words. */
const secretFrom = 8;

/** The values that must not be seen in logs and evidence. */
export function secretValues(cookies: SeatCookies): string[] {
  return cookies.map(({ value }) => value).filter((value) => value.length >= secretFrom);
}
