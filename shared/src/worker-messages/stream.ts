import { z } from 'zod';
import { MachineEpoch } from './hold.ts';

/**
 * A line of bytes between the broker and a worker, for one member's terminal, one connection to a machine, or one admin's look at a
 * page. It has a WebSocket of its own, which the worker opens (it dials out, always), so that neither money nor heartbeats wait behind it:
 *
 *   broker ──open_stream──▶ worker ──WS /worker/v1/streams/:streamId, Authorization: Bearer <ticket>──▶ broker
 *
 * Both sides then pass on what comes; TCP bounds how fast. Closing either side closes the other. The ticket serves once, within 15 s.
 *
 * - `tcp`: binary frames are the bytes to and from the machine's SSH server.
 * - `terminal`: binary frames are the terminal's bytes, text frames TerminalControl.
 * - `screen`: a text frame ScreenControl; each picture (JPEG) is a binary frame after its `frame`.
 */
export const StreamPurpose = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tcp') }),
  z.object({
    kind: z.literal('terminal'),
    columns: z.int().min(10).max(500),
    rows: z.int().min(4).max(300),
  }),
  z.object({ kind: z.literal('screen') }),
]);
export type StreamPurpose = z.infer<typeof StreamPurpose>;

/** Broker → worker. Only to workers of protocol 3 and later. */
export const OpenStream = MachineEpoch.extend({
  type: z.literal('open_stream'),
  streamId: z.uuid(),
  /** 256 bits, base64url. */
  ticket: z.string().max(100),
  purpose: StreamPurpose,
});
export type OpenStream = z.infer<typeof OpenStream>;

/** Why there is no stream, or no longer. A closed list: what a machine or a lab says does not travel with it. */
export const StreamFault = z.enum([
  'not_held',
  'not_ready',
  'no_page',
  'too_many',
  'worker_busy',
  'unreachable',
  'refused_login',
  'ended',
  'worker_stopping',
]);
export type StreamFault = z.infer<typeof StreamFault>;

/** The sentence for people. */
export const streamFaults = {
  not_held: 'This machine is being looked after by another worker now.',
  not_ready: 'The machine is not ready.',
  no_page: 'No page of the lab is open for this machine now.',
  too_many: 'Too many are open at once.',
  worker_busy: 'The worker has no place for one more just now. Try again in a moment.',
  unreachable: 'The machine does not answer.',
  refused_login: 'The machine did not let us in.',
  ended: 'It has ended.',
  worker_stopping: 'The worker is being restarted.',
} as const satisfies Record<StreamFault, string>;

/** Worker → broker, when it cannot open one. */
export const StreamRefused = z.object({
  type: z.literal('stream_refused'),
  streamId: z.uuid(),
  fault: StreamFault,
});
export type StreamRefused = z.infer<typeof StreamRefused>;

/** Text frames of a terminal. `resize` goes down, `exit` comes up before the end. */
export const TerminalControl = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('resize'),
    columns: z.int().min(10).max(500),
    rows: z.int().min(4).max(300),
  }),
  z.object({ type: z.literal('opened') }),
  z.object({ type: z.literal('exit'), code: z.int().nullable() }),
  z.object({ type: z.literal('fault'), fault: StreamFault }),
]);
export type TerminalControl = z.infer<typeof TerminalControl>;

/** Text frames of a look at a page. Coordinates are CSS pixels of the page. Input is taken only between `take` and `give_back`. */
export const ScreenControl = z.discriminatedUnion('type', [
  /** Up: the next binary frame is this picture. */
  z.object({
    type: z.literal('frame'),
    n: z.int().positive(),
    width: z.int().positive(),
    height: z.int().positive(),
    url: z.string().max(2000),
    title: z.string().max(500),
  }),
  /** Up: no page now (between two visits at the lab); pictures go on by themselves. */
  z.object({ type: z.literal('no_page') }),
  /** Up: whether the recipe stands still. The page can be taken only then, and is taken back from whoever has it when work goes on. */
  z.object({ type: z.literal('still'), isStill: z.boolean() }),
  z.object({ type: z.literal('fault'), fault: StreamFault }),
  /** Down: it was drawn; at most two pictures are on their way. */
  z.object({ type: z.literal('drawn'), n: z.int().positive() }),
  z.object({ type: z.literal('take') }),
  z.object({ type: z.literal('give_back') }),
  z.object({
    type: z.literal('pointer'),
    action: z.enum(['move', 'down', 'up']),
    x: z.number().min(0).max(10_000),
    y: z.number().min(0).max(10_000),
    button: z.enum(['none', 'left', 'middle', 'right']),
    clicks: z.int().min(0).max(3),
  }),
  z.object({
    type: z.literal('wheel'),
    x: z.number().min(0).max(10_000),
    y: z.number().min(0).max(10_000),
    byX: z.number().min(-5000).max(5000),
    byY: z.number().min(-5000).max(5000),
  }),
  /** A key as the browser's KeyboardEvent names it. */
  z.object({
    type: z.literal('key'),
    action: z.enum(['down', 'up']),
    key: z.string().max(30),
    code: z.string().max(30),
  }),
  /** Pasted or composed text. */
  z.object({ type: z.literal('text'), text: z.string().max(2000) }),
]);
export type ScreenControl = z.infer<typeof ScreenControl>;
