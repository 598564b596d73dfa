import { DiscordWebhookRequest } from '@coinslot/shared/http/notifications.ts';

export interface WebhookKey {
  id: string;
  /** Whoever has it can write in that channel. */
  token: string;
}

/** The two parts of a webhook's address. We never call the address that was given, only one that we build from them. */
export function parseWebhookUrl(url: string): WebhookKey {
  const known = DiscordWebhookRequest.parse({ url }).url ?? '';
  const [id, token] = new URL(known).pathname.split('/').filter(Boolean).slice(-2);
  if (id === undefined || token === undefined) throw new Error('not the address of a webhook');
  return { id, token };
}

/** `base` is Discord's API, e.g. `https://discord.com/api`. */
export function webhookUrl(base: string, { id, token }: WebhookKey): string {
  return `${base}/webhooks/${encodeURIComponent(id)}/${encodeURIComponent(token)}`;
}

/** How a webhook is called where its token must not be seen. */
export function webhookName(id: string): string {
  return `webhook ${id}`;
}
