import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { buyFor } from './buy-for.ts';

// The members' browsers, as a process of their own: reads its orders as JSON from standard input, buys for so long, and prints one
// line of figures.
const Orders = z.object({
  host: z.string(),
  port: z.int(),
  origin: z.string(),
  productId: z.uuid(),
  cookies: z.array(z.string()),
  clients: z.int(),
  durationMs: z.int(),
});
export type Orders = z.infer<typeof Orders>;

console.log(JSON.stringify(await buyFor(Orders.parse(JSON.parse(await text(process.stdin))))));
