import { z } from 'zod';
import type { House } from './open-house.ts';

const Page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });

/** A page of a list, as the admin. Throws for any answer but 200. */
export async function askHouse(house: House, path: string): Promise<z.infer<typeof Page>> {
  return Page.parse(JSON.parse(await readHouse(house, path)));
}

/** The text of the answer. Throws for any answer but 200. */
export async function readHouse({ url, cookie }: House, path: string): Promise<string> {
  const response = await fetch(new URL(path, url), {
    headers: { cookie: `${cookie.name}=${cookie.value}` },
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`);
  return text;
}
