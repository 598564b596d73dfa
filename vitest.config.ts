import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defineConfig, type UserWorkspaceConfig } from 'vitest/config';
import { LongFirst } from './tools/test/long-first.ts';
import { wordsPlugins } from './web/build/words-plugins.ts';

// The ending of a file's name says what the test needs; each ending is a project with its own patience.
const anywhere = '{broker,worker,lab,cli,shared,web,e2e,bench,faults,tools}';
const needs = ['pg', 'browser', 'lab', 'jupyter', 'e2e'];
const webSetup = path.join(import.meta.dirname, 'web/src/testing/global-setup.ts');
const pgSetup = path.join(import.meta.dirname, 'broker/src/database/testing/global-setup.ts');
const refuseSecondConnection = path.join(
  import.meta.dirname,
  'broker/src/database/testing/refuse-second-connection.ts',
);
const cheapHashes = path.join(import.meta.dirname, 'broker/src/testing/cheap-hashes.ts');

// These mostly wait for each other's processes: a third file uses what two leave of two cores, if the memory holds three products.
const threeAtOnce = os.totalmem() > 7_000_000_000 ? 3 : 2;

export default defineConfig({
  test: {
    passWithNoTests: false,
    sequence: { sequencer: LongFirst },
    // Cheap first; one project after the other, because two cores must not carry Chromium and Postgres at once.
    projects: [
      project('unit', {
        order: 0,
        maxWorkers: 2,
        timeoutMs: 15_000,
        isolate: false,
        plugins: wordsPlugins(),
      }),
      project('pg', {
        order: 1,
        maxWorkers: 2,
        timeoutMs: 30_000,
        globalSetup: existsSync(pgSetup) ? [pgSetup] : [],
        setupFiles: existsSync(pgSetup) ? [cheapHashes, refuseSecondConnection] : [],
        isolate: false,
      }),
      project('lab', { order: 2, maxWorkers: threeAtOnce, timeoutMs: 60_000 }),
      project('browser', {
        order: 3,
        // Each file draws several pages at once: two files are what two cores draw in time.
        maxWorkers: 2,
        maxConcurrency: 4,
        timeoutMs: 60_000,
        globalSetup: [webSetup],
      }),
      // A hub of its own for each file, whose stories run side by side; hubs wait while the others' products start and stop.
      project('jupyter', { order: 4, maxWorkers: threeAtOnce, maxConcurrency: 4, timeoutMs: 60_000 }),
      project('e2e', { order: 4, maxWorkers: threeAtOnce, timeoutMs: 240_000 }),
    ],
  },
});

interface ProjectOptions {
  order: number;
  maxWorkers: number;
  timeoutMs: number;
  globalSetup?: string[];
  setupFiles?: string[];
  /** How many concurrent tests of one file run at once. */
  maxConcurrency?: number;
  /** Each file in a process of its own, with its modules loaded anew (about a second for the broker's). */
  isolate?: boolean;
  plugins?: UserWorkspaceConfig['plugins'];
}

function project(
  name: string,
  {
    order,
    maxWorkers,
    timeoutMs,
    globalSetup = [],
    setupFiles = [],
    maxConcurrency = 5,
    isolate = true,
    plugins = [],
  }: ProjectOptions,
) {
  const ending = name === 'unit' ? 'test' : `${name}.test`;
  return {
    plugins,
    test: {
      name,
      include: [`${anywhere}/**/*.${ending}.{ts,tsx}`],
      exclude: [
        '**/node_modules/**',
        '**/dist/**',
        ...(name === 'unit' ? needs.map((need) => `**/*.${need}.test.{ts,tsx}`) : []),
      ],
      pool: 'forks' as const,
      maxWorkers,
      maxConcurrency,
      testTimeout: timeoutMs,
      // Whoever comes first builds the dashboard, which takes a busy machine its time.
      hookTimeout: Math.max(timeoutMs, 150_000),
      // A second, which is what it is otherwise, is short on a machine that does something else as well.
      expect: { poll: { timeout: timeoutMs / 2 } },
      sequence: { groupOrder: order },
      globalSetup,
      setupFiles,
      isolate,
      restoreMocks: true,
      unstubEnvs: true,
    },
  };
}
