import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressHeader } from './create-auth.ts';

/** This request for better-auth, which speaks the web's Request. Addressed to where members see us, whatever host was dialled. */
export function toWebRequest(request: FastifyRequest, publicUrl: string): Request {
  const headers = toHeaders(request);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  if (hasBody) headers.set('content-type', 'application/json');
  return new Request(new URL(request.url, publicUrl), {
    method: request.method,
    headers,
    ...(hasBody ? { body: JSON.stringify(request.body ?? {}) } : {}),
  });
}

/** The headers that better-auth needs, and the client's address as the broker believes it. */
export function toHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const name of ['cookie', 'origin', 'user-agent', 'referer'] as const) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  headers.set(addressHeader, request.ip);
  return headers;
}

/** Sends better-auth's answer: status, cookies, JSON without the session's token, which is the HttpOnly cookie's alone. */
export async function sendWebResponse(response: Response, reply: FastifyReply): Promise<FastifyReply> {
  reply.status(response.status).header('cache-control', 'no-store');
  for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
  reply.header('content-type', response.headers.get('content-type') ?? 'application/json');
  return reply.send(withoutToken(await response.text()));
}

function withoutToken(text: string): string {
  if (!text.includes('"token"')) return text;
  return JSON.stringify(JSON.parse(text, (name, value: unknown) => (name === 'token' ? undefined : value)));
}
