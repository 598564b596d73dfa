import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request to a stand-in, read whole. */
export interface Exchange {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: unknown;
}

export async function readExchange(request: IncomingMessage, origin: string): Promise<Exchange> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', origin),
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

export function sendAnswer(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/html; charset=utf-8' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
}
