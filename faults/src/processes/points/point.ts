import { z } from 'zod';
import type { Sighting } from '../links/sighting.ts';

/** What the member does on the way to a point, and what the machine must come to afterwards. */
export const Act = {
  /** Buys; the point lies before the machine is ready. */
  buy: 'buy',
  /** Has a ready machine and does nothing. */
  use: 'use',
  extend: 'extend',
  restart: 'restart',
  terminal: 'terminal',
  stop: 'stop',
} as const;
export type Act = (typeof Act)[keyof typeof Act];

/** A moment of a machine's life that is recognised from outside, by what one process says to another. */
export interface Point {
  /** Says when, in words with hyphens and slashes; the figures of a run count by it. */
  name: string;
  act: Act;
  /** A fresh look-out for one machine: answers true at the message that is the moment. */
  watch: (machine: { id: () => string | null }) => (sighting: Sighting) => boolean;
}

/** What of the worker's messages points are made of. */
const Told = z.object({
  type: z.string(),
  seq: z.number().optional(),
  machineId: z.string().optional(),
  body: z.object({ kind: z.string(), step: z.string().nullish(), state: z.string().nullish() }).optional(),
  assignments: z.array(z.looseObject({ machineId: z.string(), goal: z.string() })).optional(),
});
export type Told = z.infer<typeof Told>;

/** The worker's or broker's message in a sighting; null when it is none. */
export function readTold(sighting: Sighting): (Told & { way: 'up' | 'down'; worker: string }) | null {
  if (sighting.link !== 'worker') return null;
  const told = Told.safeParse(sighting.message).data;
  return told === undefined ? null : { ...told, way: sighting.way, worker: sighting.worker };
}
