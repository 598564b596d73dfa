import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { ReadGate } from '../../../live/read-gate.ts';
import { selectMachines } from '../view/select-machines.ts';
import type { MachineView } from './feed-source.ts';
import { readSettling } from './read-settling.ts';

/** Null when there is no such machine. */
export type ReadView = (machineId: string) => Promise<MachineView | null>;

/** A page of views is this long at most, so that no statement takes long. */
const viewsAtOnce = 100;

interface Asked {
  promise: Promise<MachineView | null>;
  resolve: (view: MachineView | null) => void;
  reject: (error: unknown) => void;
}

/** Reads views of machines; those asked for in the same moment (or while the gate is shut) share one statement. */
export function createViewReader(
  ctx: Pick<BrokerContext, 'bus' | 'db' | 'config'>,
  gate: ReadGate,
): ReadView {
  const waiting = new Map<string, Asked>();
  let isPlanned = false;

  async function readWaiting(): Promise<void> {
    isPlanned = false;
    const asked = [...waiting].slice(0, viewsAtOnce);
    for (const [id] of asked) waiting.delete(id);
    if (waiting.size > 0) plan();
    try {
      const views = await readViews(
        ctx,
        asked.map(([id]) => id),
      );
      for (const [id, { resolve }] of asked) resolve(views.get(id) ?? null);
    } catch (error) {
      for (const [, { reject }] of asked) reject(error);
    }
  }

  function plan(): void {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => void gate.run(readWaiting));
  }

  return (machineId) => {
    const known = waiting.get(machineId);
    if (known) return known.promise;
    const asked = Promise.withResolvers<MachineView | null>();
    waiting.set(machineId, asked);
    plan();
    return asked.promise;
  };
}

async function readViews(
  ctx: Pick<BrokerContext, 'bus' | 'db' | 'config'>,
  ids: readonly string[],
): Promise<Map<string, MachineView>> {
  // First whether they settle: what is read after that is at least as new, so a last event cannot be missed.
  const settling = await readSettling(ctx.db, ids);
  const machines = await selectMachines(ctx.db, ctx, {
    where: sql`m.id = any(${sql.param([...ids])}::uuid[])`,
    limit: ids.length,
  });
  return new Map(
    machines.map((machine) => [machine.id, { machine, settlesInMs: settling.get(machine.id) ?? null }]),
  );
}
