import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SwitchBox } from '../switches/switches.ts';

/** What every page needs besides its own data; `refresh` reloads it each second. */
export interface PageFrame {
  title: string;
  refresh?: boolean;
}

/** Answers with a view in the lab's frame, and with the overlays that the operator switched on. */
export async function renderPage(
  request: FastifyRequest,
  reply: FastifyReply,
  switches: SwitchBox,
  view: string,
  frame: PageFrame,
  data: Record<string, unknown> = {},
): Promise<FastifyReply> {
  const username = request.session?.username ?? null;
  const page = request.routeOptions.config.page;
  const modal = (page === 'catalogue' || page === 'start') && switches.get('modal', username) !== null;
  const alert = switches.get('alert', username) !== null;
  const html = await reply.viewAsync(view, {
    refresh: false,
    ...frame,
    ...data,
    formatTime,
    username,
    modal,
    alert,
  });
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}

/** 1,760,000,000,000 as `2025-10-09 08:53:20 UTC`. */
function formatTime(at: number): string {
  return new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z/, ' UTC');
}
