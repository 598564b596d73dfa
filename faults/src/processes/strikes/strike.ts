import type { World } from '../world/open-world.ts';

/** Where a strike happens: the world, and which worker holds the machine. */
export interface Scene {
  world: World;
  worker: string;
}

/** What is done to a process or a line, and taken back after a while. */
export interface Strike {
  /** Whom it meets. */
  actor:
    | 'worker'
    | 'broker'
    | 'postgres'
    | 'chromium'
    | 'lab'
    | 'member-line'
    | 'worker-line'
    | 'database-line'
    | 'lab-line'
    | 'machine-line';
  fault: string;
  /** Between its begin and its end, beside what they take. */
  lastsMs: number;
  /** @returns how to take it back; null when there is nobody to meet, as a browser that was not started yet, or a line that nobody opened */
  begin: (scene: Scene) => Promise<(() => Promise<void>) | null>;
}

export function nameOf({ actor, fault }: Strike): string {
  return `${actor}/${fault}`;
}
