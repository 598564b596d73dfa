import path from 'node:path';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/**
 * The files that take longest, in their projects. A fresh clone knows no durations and would begin with the largest files; one of
 * these would then run alone at the end, beside an idle core.
 */
export const longFiles: readonly string[] = [
  'tools/start/start.test.ts',
  'tools/check/checks.test.ts',
  'broker/src/main.pg.test.ts',
  'broker/src/domains/fleet/sweep/take-over.pg.test.ts',
  'broker/src/domains/machines/live/live.pg.test.ts',
  'web/src/app/pages.browser.test.ts',
  'worker/src/labs/bundled/bundled-lab.browser.test.ts',
  'web/src/app/layout-shift.browser.test.ts',
  'worker/src/machine/kept-machine.browser.test.ts',
  'worker/src/machine/machine-life.browser.test.ts',
  'faults/src/processes/starting.e2e.test.ts',
  'worker/src/labs/jupyter/hub.jupyter.test.ts',
  'faults/src/processes/running.e2e.test.ts',
  'e2e/lab-misbehaves.e2e.test.ts',
];

/** Vitest's own order, after the long files. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId, project }: TestSpecification): number {
  const place = longFiles.indexOf(path.relative(project.vitest.config.root, moduleId));
  return place === -1 ? longFiles.length : place;
}
