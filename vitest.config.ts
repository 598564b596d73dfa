import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

// The ending of a file's name says what the test needs; each ending is a project with its own patience.
const anywhere = '{broker,worker,lab,shared,web,e2e,bench,tools}';
const needs = ['pg', 'browser', 'lab', 'e2e'];
const webSetup = path.join(import.meta.dirname, 'web/src/testing/global-setup.ts');
const pgSetup = path.join(import.meta.dirname, 'broker/src/database/testing/global-setup.ts');

export default defineConfig({
  test: {
    passWithNoTests: false,
    // Cheap first; one project after the other, because two cores must not carry Chromium and Postgres at once.
    projects: [
      project('unit', { order: 0, maxWorkers: 2, timeoutMs: 15_000 }),
      project('pg', {
        order: 1,
        maxWorkers: 2,
        timeoutMs: 30_000,
        globalSetup: existsSync(pgSetup) ? [pgSetup] : [],
      }),
      project('lab', { order: 2, maxWorkers: 1, timeoutMs: 60_000 }),
      project('browser', { order: 3, maxWorkers: 2, timeoutMs: 60_000, globalSetup: [webSetup] }),
      project('e2e', { order: 4, maxWorkers: 2, timeoutMs: 240_000 }),
    ],
  },
});

interface ProjectOptions {
  order: number;
  maxWorkers: number;
  timeoutMs: number;
  globalSetup?: string[];
}

function project(name: string, { order, maxWorkers, timeoutMs, globalSetup = [] }: ProjectOptions) {
  const ending = name === 'unit' ? 'test' : `${name}.test`;
  return {
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
      testTimeout: timeoutMs,
      hookTimeout: Math.max(timeoutMs, 60_000),
      sequence: { groupOrder: order },
      globalSetup,
      restoreMocks: true,
      unstubEnvs: true,
    },
  };
}
