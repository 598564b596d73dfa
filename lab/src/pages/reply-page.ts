import type { FastifyInstance, FastifyReply } from 'fastify';
import type { SwitchBox } from '../switches/switches.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with a view in the lab's frame; `refresh` in `data` reloads the page each second. */
    page(view: string, title: string, data?: Record<string, unknown>): Promise<FastifyReply>;
  }
}

/** Gives replies their `page`, with the overlays that the operator switched on. */
export function registerPageReply(app: FastifyInstance, switches: SwitchBox): void {
  app.decorateReply('page', async function page(this: FastifyReply, view, title, data = {}) {
    const username = this.request.session?.username ?? null;
    const name = this.request.routeOptions.config.page;
    const html = await this.viewAsync(view, {
      refresh: false,
      ...data,
      title,
      username,
      formatTime,
      modal: (name === 'catalogue' || name === 'start') && switches.get('modal', username) !== null,
      alert: switches.get('alert', username) !== null,
    });
    return this.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
  });
}

/** 1,760,000,000,000 as `2025-10-09 08:53:20 UTC`. */
function formatTime(at: number): string {
  return new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z/, ' UTC');
}
