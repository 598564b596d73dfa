import { z } from 'zod';
import { LabSessionState } from '../states/lab-session.ts';
import { Tunnel, TunnelPlace } from '../states/tunnel.ts';
import { MachineEpoch } from './hold.ts';
import { InventoryOrder } from './inventory.ts';
import { OpenedEndpoint } from './report-body.ts';
import { SeatCookies } from './seat-cookies.ts';

/**
 * One machine this worker should look after. `goal`:
 *  - `ready`: bring it up, then keep it; if `endpoint` is given it was ready already: adopt it without starting anything.
 *  - `end`: end its lab session, confirm, report `lab_session_ended`; with none open there is nothing to report.
 * Durations are relative (ms from receipt), so that clocks need not agree.
 */
export const Assignment = MachineEpoch.extend({
  goal: z.enum(['ready', 'end']),
  leaseRemainingMs: z.int(),
  /** Time left to become ready; ignored when goal is `end` or the machine was ready. */
  provisionRemainingMs: z.int(),
  /** The next attempt's number over all workers, from 1. */
  attempt: z.int().positive(),
  machineName: z.string(),
  template: z.string(),
  durationMinutes: z.int().positive(),
  lab: z.object({
    id: z.uuid(),
    recipe: z.string(),
    baseUrl: z.url(),
    /** A session started at the lab may be missing from its lists for this long. */
    listLagMs: z.int().nonnegative(),
    /** Operated with a browser that does not say that it is automated: only where the lab's owner permits automation. */
    stealth: z.boolean().default(false),
    /** How long the page is kept open for a person of the operator's, in ms; 0 = never. */
    operatorWaitMs: z.int().nonnegative().default(0),
  }),
  seat: z.object({
    id: z.uuid(),
    username: z.string(),
    password: z.string(),
    /** What the last sign-in left; null = sign in by the form. */
    cookies: SeatCookies.nullable().default(null),
  }),
  /** What is to carry the member. `hostname` and `token` are of a named tunnel that the broker made for this machine only. */
  tunnel: z
    .object({
      kind: Tunnel,
      place: TunnelPlace,
      hostname: z.string().max(255).nullable(),
      token: z.string().max(4096).nullable(),
    })
    .default({ kind: 'direct', place: 'worker', hostname: null, token: null }),
  /** While an admin has stopped it, no step begins. `handedBack` counts how often an admin handed the page back. */
  operator: z
    .object({ paused: z.boolean(), handedBack: z.int().nonnegative() })
    .default({ paused: false, handedBack: 0 }),
  /** Lab sessions of this machine that are not ended: look for each by its tag before starting anything. */
  labSessions: z.array(
    z.object({
      id: z.uuid(),
      tag: z.string(),
      state: LabSessionState,
      labRef: z.string().nullable(),
      intendedAgoMs: z.int().nonnegative(),
    }),
  ),
  endpoint: OpenedEndpoint.nullable(),
  /** The lab must keep the machine for at least this long (from receipt); ask it for more if it does not, and report `extended`. */
  extension: z.object({ extensionId: z.uuid(), labMustLastMs: z.int() }).nullable(),
  /** Restart the ready machine at the lab, probe its way in, and report `restarted`. Asked again after a crash: twice does no harm. */
  restart: z.object({ restartId: z.uuid() }).nullable(),
  /** Between two checks of a ready machine's way in; their results travel with the heartbeat. */
  healthEveryMs: z.int().positive(),
  /** True = the heartbeat should also say for how long nobody used it. */
  wantsActivity: z.boolean(),
});
export type Assignment = z.infer<typeof Assignment>;

/** Broker → worker, on connect and on every change: everything this worker should have. Level-triggered: each replaces the last. */
export const Desired = z.object({
  type: z.literal('desired'),
  revision: z.int().positive(),
  draining: z.boolean(),
  assignments: z.array(Assignment).max(256),
  /** Inventories to take, one for a seat. What is listed no more is given up without another click. */
  inventories: z.array(InventoryOrder).max(16).default([]),
});
export type Desired = z.infer<typeof Desired>;
