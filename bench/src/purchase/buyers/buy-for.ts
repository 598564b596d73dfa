import { randomUUID } from 'node:crypto';
import { connectBuyer } from './connect-buyer.ts';

export interface BuyOrders {
  host: string;
  port: number;
  origin: string;
  productId: string;
  cookies: readonly string[];
  clients: number;
  durationMs: number;
}

export interface Bought {
  purchases: number;
  seconds: number;
  /** Of each purchase, in ms, in no order. */
  latenciesMs: number[];
}

/** So many clients, each with a kept connection and one purchase at a time of another member, for so long. Throws for any refusal. */
export async function buyFor(orders: BuyOrders): Promise<Bought> {
  const latenciesMs: number[] = [];
  let turn = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + orders.durationMs;

  async function buyAndBuy(): Promise<void> {
    const buyer = await connectBuyer(orders.host, orders.port);
    while (performance.now() < endsAt) {
      const request = writeRequest(orders, orders.cookies[turn++ % orders.cookies.length] ?? '');
      const sentAt = performance.now();
      const status = await buyer.ask(request);
      if (status !== 202) throw new Error(`a purchase was answered ${status}`);
      latenciesMs.push(performance.now() - sentAt);
    }
    buyer.close();
  }

  await Promise.all(Array.from({ length: orders.clients }, buyAndBuy));
  return {
    purchases: latenciesMs.length,
    seconds: (performance.now() - startedAt) / 1000,
    latenciesMs,
  };
}

/** What the dashboard's page sends. */
function writeRequest({ host, port, origin, productId }: BuyOrders, cookie: string): string {
  const body = JSON.stringify({ productId });
  return [
    'POST /api/v1/machines HTTP/1.1',
    `host: ${host}:${port}`,
    `origin: ${origin}`,
    `cookie: ${cookie}`,
    `idempotency-key: ${randomUUID()}`,
    'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'accept: application/json',
    'accept-language: en-US,en;q=0.9',
    'content-type: application/json',
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}
