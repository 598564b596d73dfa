import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FaultPlace } from '../scenario.ts';

/** A place with its end: everything is taken down, the newest first, and the folder removed. */
export type OpenPlace = FaultPlace & { close: () => Promise<void> };

export function openPlace(say: (line: string) => void): OpenPlace {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'coinslot-faults-'));
  // As root, Postgres runs as an unprivileged user below it.
  chmodSync(folder, 0o755);
  const ends: (() => void | Promise<void>)[] = [];
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    for (const end of ends.toReversed())
      await Promise.resolve()
        .then(end)
        .catch((error: unknown) => say(`could not be taken down: ${String(error)}`));
    rmSync(folder, { recursive: true, force: true });
  }

  return { folder, say, atEnd: (end) => void ends.push(end), close: () => (closing ??= close()) };
}
