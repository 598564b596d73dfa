import { expect, it } from 'vitest';
import { houseRules } from './house-rules.ts';
import { runCheck } from './run-checks.ts';
import { makeFixture } from './testing/make-fixture.ts';

const broken: [file: string, source: string, words: string][] = [
  ['broker/src/utils/a.ts', '', 'broker/src/utils/: no drawers'],
  ['broker/src/helpers.ts', '', 'broker/src/helpers.ts: no drawers'],
  ['broker/src/placeHold.ts', '', 'kebab-case'],
  ['broker/src/Wallet/a.ts', '', 'broker/src/Wallet/: names'],
  ['broker/src/a.ts', 'export enum State { Up }', 'a.ts:1: no enum'],
  ['broker/src/a.ts', 'export default 1;', 'named exports only'],
  ['broker/src/a.ts', '// FIXME later', 'finish it now'],
  ['broker/src/a.ts', 'process.exit(1);', 'only main.ts ends the process'],
  ['broker/src/a.ts', `process.once('SIGTERM', stop);`, 'only main.ts ends the process'],
  ['broker/src/a.ts', `import { b } from './b';`, 'relative imports name the file'],
  ['broker/src/a.ts', `import { b } from './b.js';`, 'relative imports name the file'],
  ['broker/src/a.ts', `import { exec } from 'node:child_process';`, 'no shell'],
  ['broker/src/a.ts', `spawn(name, [], { shell: true });`, 'no shell'],
];

it.each(broken)('%s with `%s` breaks a rule', async (file, source, words) => {
  const result = await runCheck(houseRules, makeFixture({ [file]: `${source}\n` }));
  expect(result).toMatchObject({ ok: false, examined: 1 });
  expect(result.text).toContain(words);
});

it('lets a main.ts end its process, and accepts what the rules ask for', async () => {
  const root = makeFixture({
    'broker/src/main.ts': `import { a } from './place-hold.ts';\nprocess.once('SIGTERM', () => process.exit(a));\n`,
    'broker/src/place-hold.ts': `import { execFile } from 'node:child_process';\n// enum of words, process.exit( in prose\nexport const a = execFile;\n`,
    'broker/vite.config.ts': 'export default {};\n',
  });
  expect(await runCheck(houseRules, root)).toMatchObject({ ok: true, examined: 3 });
});
