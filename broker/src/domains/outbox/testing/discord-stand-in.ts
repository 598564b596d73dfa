import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface WebhookCall {
  path: string;
  body: { content: string; allowed_mentions: unknown; flags: number };
}

/** How the next call is answered; 204 when nothing is said. */
export interface WebhookAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface DiscordStandIn {
  url: string;
  calls: WebhookCall[];
  /** What to answer, by the webhook's id. */
  answers: Map<string, WebhookAnswer>;
  close: () => Promise<void>;
}

/** Discord's webhooks over a real socket: it remembers what came, and refuses as it is told. */
export async function openDiscordStandIn(): Promise<DiscordStandIn> {
  const calls: WebhookCall[] = [];
  const answers = new Map<string, WebhookAnswer>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const path = request.url ?? '';
      calls.push({ path, body: JSON.parse(body) as WebhookCall['body'] });
      const answer = answers.get(path.split('/')[3] ?? '') ?? { status: 204 };
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    answers,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
