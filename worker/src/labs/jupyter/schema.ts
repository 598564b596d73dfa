import { OpenedEndpoint } from '@coinslot/shared/worker-messages/report-body.ts';
import { z } from 'zod';

/** A server as the hub lists it. `started` tells one start from the next; `user_options` is what it was started with. */
export const HubServer = z.object({
  name: z.string(),
  started: z.string().nullable(),
  pending: z.string().nullable(),
  ready: z.boolean(),
  url: z.string().startsWith('/'),
  user_options: z.record(z.string(), z.unknown()).nullish(),
});
export type HubServer = z.infer<typeof HubServer>;

/** Whom the hub takes us for. A hub that lists no servers to their owner lets us see nothing to keep. */
export const HubUser = z.object({ name: z.string().min(1), servers: z.record(z.string(), HubServer) });
export type HubUser = z.infer<typeof HubUser>;

/** What our label arrives as, by a hub's own way of reading a query. */
export const Tag = z.union([z.tuple([z.string()]).transform(([tag]) => tag), z.string()]);

export const Terminal = z.object({ name: z.union([z.string(), z.int()]).transform(String) });

/** One frame of a terminal's socket that carries output. */
export const TerminalFrame = z.tuple([z.literal('stdout'), z.string()]);

/** What `machine.py` answers. */
export const MachineAnswer = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.string().max(1000) }),
]);

export const Claim = z.object({ tag: z.string(), claimed: z.boolean() });
export const Claimed = z.object({ tag: z.string().nullable() });
export const Status = z.object({ endsInMs: z.int().nonnegative(), idleForMs: z.int().nonnegative() });
export const Nothing = z.object({});

/** The way in, as `machine.py` says it: an address, never a name, which could lead elsewhere later. */
export const Connection = z.object({
  host: z.ipv4(),
  port: z.int().min(1).max(65_535),
  username: OpenedEndpoint.shape.username,
  privateKey: z.string().startsWith('-----BEGIN OPENSSH PRIVATE KEY-----').max(10_000),
  hostKeyFingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
});

export const Started = z.object({ notes: z.array(z.string()), connection: Connection });

/** What a hub tells while it starts a server. */
export const StartEvent = z.object({
  message: z.string().default(''),
  ready: z.boolean().default(false),
  failed: z.boolean().default(false),
});
export type StartEvent = z.infer<typeof StartEvent>;

/** Of the calls of one stay. A hub that reads no scopes says none. */
export const HubToken = z.object({
  id: z.string().min(1),
  token: z.string().min(1),
  scopes: z.array(z.string()).default([]),
});

/** `session_id`: of the sign-in by which a server knows a browser; null for what was asked for. */
export const HubTokens = z.object({
  api_tokens: z.array(
    z.object({ id: z.string(), note: z.string().nullish(), session_id: z.string().nullish() }),
  ),
});

/** How the hub's own interface says no. */
export const HubRefusal = z.object({ message: z.string() });
