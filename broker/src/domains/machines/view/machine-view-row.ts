import { Machine, MachineHealth } from '@coinslot/shared/http/machines.ts';
import { RestartState } from '@coinslot/shared/states/machine-order.ts';
import { z } from 'zod';
import { ExtensionFacts } from '../time/extension-facts.ts';
import { IsoTime } from './iso-time.ts';

/** The owner's view as the database gives it: only times are written otherwise, and what may be done follows from the state. */
export const MachineViewRow = Machine.omit({
  canCancel: true,
  canStop: true,
  extension: true,
  restart: true,
}).extend({
  requestedAt: IsoTime,
  assignedAt: IsoTime.nullable(),
  readyAt: IsoTime.nullable(),
  expiresAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
  steps: z.array(Machine.shape.steps.element.extend({ startedAt: IsoTime, finishedAt: IsoTime.nullable() })),
  health: MachineHealth.extend({
    checkedAt: IsoTime.nullable(),
    degradedSince: IsoTime.nullable(),
    degradedUntil: IsoTime.nullable(),
  }).nullable(),
  idle: Machine.shape.idle
    .unwrap()
    .extend({ since: IsoTime.nullable(), endsAt: IsoTime.nullable() })
    .nullable(),
  needsOperatorUntil: IsoTime.nullable(),
  recipe: z.string(),
  terms: ExtensionFacts.nullable(),
  labIsOpen: z.boolean(),
  restart: z.object({ state: RestartState, requestedAt: IsoTime, detail: z.string().nullable() }).nullable(),
});
export type MachineViewRow = z.output<typeof MachineViewRow>;
