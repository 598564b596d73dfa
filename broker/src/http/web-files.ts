import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyRequest } from 'fastify';
import type { BrokerContext } from '../context.ts';
import type { BrokerApp } from './broker-app.ts';
import { fail } from './errors.ts';

const yearMs = 365 * 24 * 60 * 60 * 1000;

/** The dashboard: its files, and its one page for every other address that a browser opens. */
export async function registerWebFiles(app: BrokerApp, ctx: Pick<BrokerContext, 'config'>): Promise<void> {
  const { webDir, publicUrl } = ctx.config.http;
  if (webDir !== undefined)
    await app.register(fastifyStatic, { root: webDir, serve: false, wildcard: false });
  app.get('/*', { config: { access: 'public', readsSession: false, rateLimit: false } }, (request, reply) => {
    const { pathname, search } = readAddress(request.url, publicUrl);
    if (webDir === undefined || pathname.startsWith('/api/') || pathname.startsWith('/worker/'))
      throw fail('not_found');
    const file = findFile(webDir, pathname);
    if (file !== undefined) {
      // Names of assets carry their content's hash.
      const kept = pathname.startsWith('/assets/');
      return reply.sendFile(file, { maxAge: kept ? yearMs : 0, immutable: kept });
    }
    if (path.extname(pathname) !== '') throw fail('not_found');
    const elsewhere = findPublicOrigin(request, publicUrl);
    if (elsewhere !== undefined) return reply.redirect(`${elsewhere}${pathname}${search}`, 302);
    return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
  });
}

// Appended, never resolved: `//evil.example` and `/\\evil.example` are paths here, not other hosts. One slash leads the path.
function readAddress(address: string, publicUrl: string): { pathname: string; search: string } {
  const whole = `${publicUrl}${address}`;
  if (!address.startsWith('/') || !URL.canParse(whole)) throw fail('invalid_request');
  const { pathname, search } = new URL(whole);
  return { pathname: pathname.replace(/^\/+/, '/'), search };
}

function findFile(webDir: string, pathname: string): string | undefined {
  let name: string;
  try {
    name = path.normalize(decodeURIComponent(pathname)).replace(/^\/+/, '');
  } catch {
    throw fail('not_found');
  }
  const within = !name.startsWith('..') && path.extname(name) !== '' && !name.includes('\0');
  return within && existsSync(path.join(webDir, name)) ? name : undefined;
}

// Somebody who typed 127.0.0.1 instead of localhost would be refused as another site at their first click.
function findPublicOrigin(request: FastifyRequest, publicUrl: string): string | undefined {
  const wanted = new URL(publicUrl);
  const dialled = `http://${request.headers.host ?? wanted.host}`;
  if (!URL.canParse(dialled)) throw fail('invalid_request', { detail: 'The Host header is not a host.' });
  const { hostname } = new URL(dialled);
  const local = ['127.0.0.1', 'localhost', '[::1]'];
  const bothLocal = local.includes(hostname) && local.includes(wanted.hostname);
  return bothLocal && hostname !== wanted.hostname ? wanted.origin : undefined;
}
