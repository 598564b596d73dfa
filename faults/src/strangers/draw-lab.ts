import { randomUUID } from 'node:crypto';
import type { Random } from '../random.ts';

/** What really stands behind a line of the lab's list. Only the first two are ours to end. */
type Truth = 'orphan' | 'second_session' | 'ready' | 'stranger' | 'foreign_tag' | 'renamed' | 'renumbered';

export const endable: ReadonlySet<Truth> = new Set(['orphan', 'second_session']);

export interface LabItem {
  labRef: string;
  label: string;
  truth: Truth;
}

/** A row of ours, as it is before the first look. */
interface DrawnSession {
  id: string;
  machineId: string;
  tag: string;
  labRef: string;
  isReady: boolean;
}

export interface DrawnSeat {
  sessions: DrawnSession[];
  items: LabItem[];
}

const perSeat = { sessions: 4, strangers: 16 };

/** Rows of one seat, what its lab runs for them, and what it runs for others under every misleading name. */
export function drawSeat(random: Random): DrawnSeat {
  const sessions = Array.from({ length: random.whole(0, perSeat.sessions) }, () => drawSession(random));
  const items = [
    ...sessions.flatMap((session) => drawItems(random, session)),
    ...drawStrangers(random, sessions),
  ];
  return { sessions, items: random.shuffle(items) };
}

function drawSession(random: Random): DrawnSession {
  const [id, machineId] = [randomUUID(), randomUUID()];
  return { id, machineId, tag: `cs-${id.slice(0, 13)}`, labRef: newRef(), isReady: random.chance(0.5) };
}

function drawItems(random: Random, { tag, labRef, isReady }: DrawnSession): LabItem[] {
  if (!isReady) {
    if (random.chance(0.4)) return [{ labRef, label: tag, truth: 'orphan' }];
    return random.chance(0.5) ? [{ labRef, label: `was ${tag}`, truth: 'renamed' }] : [];
  }
  // The member's own machine, which the lab shows under another id: nothing tells it from a second session but that it is alone.
  if (random.chance(0.2)) return [{ labRef: newRef(), label: tag, truth: 'renumbered' }];
  if (random.chance(0.2)) return [{ labRef, label: 'named anew', truth: 'renamed' }];
  const own: LabItem = { labRef, label: tag, truth: 'ready' };
  return random.chance(0.3) ? [own, { labRef: newRef(), label: tag, truth: 'second_session' }] : [own];
}

function drawStrangers(random: Random, sessions: readonly DrawnSession[]): LabItem[] {
  const labels = ['', 'my own', 'cs-', 'CS-1', ' cs-1', ...sessions.map(({ tag }) => `${tag} `)];
  return Array.from({ length: perSeat.strangers }, (): LabItem => {
    if (random.chance(0.3))
      return { labRef: newRef(), label: `cs-${randomUUID().slice(0, 13)}`, truth: 'foreign_tag' };
    return { labRef: newRef(), label: random.pick(labels), truth: 'stranger' };
  });
}

function newRef(): string {
  return `m-${randomUUID()}`;
}
