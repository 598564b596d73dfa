import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the first file that needs the dashboard builds it, for all files of the run. */
    dashboardFolder: string;
  }
}

/** One folder for the run's one build of the dashboard. Nothing is built for a run that opens no page. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'coinslot-web-'));
  project.provide('dashboardFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
