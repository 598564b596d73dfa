import { z } from 'zod';

/**
 * What the member has, from request to end.
 *
 *   queued ─▶ assigned ─▶ provisioning ─▶ ready ─▶ stopping ─▶ stopped
 *      │          │             │           │          │
 *      │          └─────────────┴───────────┴──────────┴─▶ failed
 *      ├─▶ stopped (cancelled)
 *      └─▶ failed (queue timeout)
 *
 * A machine whose worker or seat was lost goes back to `queued` with a higher epoch.
 * `stopped` and `failed` are final for the member; its lab session may still be ending.
 */
export const MachineState = z.enum([
  'queued',
  'assigned',
  'provisioning',
  'ready',
  'stopping',
  'stopped',
  'failed',
]);
export type MachineState = z.infer<typeof MachineState>;

/** Every legal move; the database refuses all others (table machine_state_moves, held equal by a test). */
export const machineMoves = {
  queued: ['assigned', 'stopped', 'failed'],
  assigned: ['queued', 'provisioning', 'stopping', 'stopped', 'failed'],
  provisioning: ['queued', 'ready', 'stopping', 'stopped', 'failed'],
  ready: ['stopping', 'stopped', 'failed'],
  stopping: ['stopped', 'failed'],
  stopped: [],
  failed: [],
} as const satisfies Record<MachineState, readonly MachineState[]>;

export const finalMachineStates = ['stopped', 'failed'] as const satisfies readonly MachineState[];

/** True when the member can no longer do anything with the machine. */
export function isFinalMachineState(state: MachineState): boolean {
  return state === 'stopped' || state === 'failed';
}

/** Why a machine was made: for a member, as stock, for a guest's trial, or as a probe of the lab. */
export const MachinePurpose = z.enum(['sale', 'stock', 'trial', 'canary']);
export type MachinePurpose = z.infer<typeof MachinePurpose>;
