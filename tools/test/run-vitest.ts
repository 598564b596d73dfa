import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { parseCLI, startVitest } from 'vitest/node';
import type { Outcome } from './tally.ts';

/**
 * Runs vitest in this process over the workspace's projects.
 *
 * @param args vitest's own arguments: paths, `-t name`, `--project pg`
 * @returns one outcome per test, plus one per file or suite that could not run
 */
export async function runVitest(root: string, args: readonly string[]): Promise<Outcome[]> {
  const { filter, options } = parseCLI(['vitest', 'run', ...args]);
  const outcomes: Outcome[] = [];
  const collector: Reporter = {
    onTestRunEnd(modules, unhandledErrors) {
      for (const module of modules) outcomes.push(...moduleOutcomes(module, options.testNamePattern));
      for (const error of unhandledErrors) {
        outcomes.push({ name: `unhandled error: ${error.message}`, state: 'failed' });
      }
    },
  };
  const vitest = await startVitest(filter, {
    ...options,
    root,
    run: true,
    watch: false,
    reporters: ['default', collector],
  });
  await vitest.close();
  return outcomes;
}

function moduleOutcomes(module: TestModule, pattern: RegExp | string | undefined): Outcome[] {
  const file = module.relativeModuleId;
  const broken = [
    ...(module.errors().length > 0 ? [file] : []),
    ...[...module.children.allSuites()]
      .filter((suite) => suite.errors().length > 0)
      .map((suite) => `${file} > ${suite.fullName}`),
  ];
  const tests = [...module.children.allTests()].flatMap((test) => testOutcome(file, test, broken, pattern));
  return [...broken.map((name): Outcome => ({ name: `${name} (could not run)`, state: 'failed' })), ...tests];
}

function testOutcome(
  file: string,
  test: TestCase,
  broken: readonly string[],
  pattern: RegExp | string | undefined,
): Outcome[] {
  const name = `${file} > ${test.fullName}`;
  const result = test.result();
  switch (result.state) {
    case 'passed':
    case 'failed':
      return [{ name, state: result.state }];
    case 'pending':
      return [{ name: `${name} (never ended)`, state: 'failed' }];
    case 'skipped':
      // A `-t` filter marks all others as skipped, a broken suite marks its tests: neither is a skip of its own.
      if (pattern !== undefined && !new RegExp(pattern).test(test.fullName)) return [];
      if (broken.some((prefix) => name.startsWith(prefix))) return [];
      return [{ name, state: 'skipped', reason: result.note }];
  }
}
