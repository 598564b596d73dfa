import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { bareWords } from './bare-words.ts';
import { catalogue, writeWords } from './catalogue.ts';
import type { Check } from './check.ts';
import { deadCode } from './dead-code.ts';
import { errorDocs, writeErrorDocs } from './error-docs.ts';
import { format } from './format.ts';
import { imports } from './imports.ts';
import { lint } from './lint.ts';
import { acceptProtocol, protocol } from './protocol.ts';
import { allChecks, runCheck } from './run-checks.ts';
import { makeFixture } from './testing/make-fixture.ts';
import { types, webTypes } from './types.ts';

const repository = path.resolve(import.meta.dirname, '..', '..');
const clean = `export function double(value: number): number {\n  return value * 2;\n}\n`;

// Each: a check, sources that pass, sources with one fault, and the words that must be said about it.
const faults: [name: string, check: Check, fault: Record<string, string>, words: RegExp][] = [
  [
    'an unformatted file',
    format,
    { 'broker/src/a.ts': 'export const a=1\n' },
    /broker\/src\/a\.ts[^]*Run `node_modules\/.bin\/oxfmt`/,
  ],
  [
    'a floating promise',
    lint,
    { 'broker/src/a.ts': `async function act() {}\nexport function run() {\n  act();\n}\n` },
    /a\.ts:3:3: Promises must be awaited/,
  ],
  [
    'a switch that forgets a case',
    lint,
    {
      'broker/src/a.ts': `export function run(word: 'a' | 'b') {\n  switch (word) {\n    case 'a':\n      return 1;\n  }\n  return 0;\n}\n`,
    },
    /switch-exhaustiveness/,
  ],
  [
    'process.env outside config.ts',
    lint,
    { 'broker/src/a.ts': `export const home = process.env['HOME'];\n` },
    /no-process-env/,
  ],
  [
    'console in a product',
    lint,
    { 'worker/src/a.ts': `export function say() {\n  console.log('x');\n}\n` },
    /no-console/,
  ],
  ['a default export', lint, { 'lab/src/a.ts': `export default function act() {}\n` }, /no-default-export/],
  [
    'a file of more than 300 lines',
    lint,
    { 'lab/src/a.ts': `${Array.from({ length: 301 }, (_, n) => `export const v${n} = ${n};`).join('\n')}\n` },
    /max-lines/,
  ],
  [
    'a function of more than 80 lines',
    lint,
    { 'lab/src/a.ts': `export function act(list: number[]) {\n${'  list.push(1);\n'.repeat(81)}}\n` },
    /max-lines-per-function/,
  ],
  [
    'worker importing broker',
    imports,
    { 'broker/src/b.ts': clean, 'worker/src/a.ts': `export * from '../../broker/src/b.ts';\n` },
    /worker\/src\/a\.ts imports broker\/src\/b\.ts: worker-stands-alone/,
  ],
  [
    'shared importing lab',
    imports,
    { 'lab/src/b.ts': clean, 'shared/src/a.ts': `export * from '../../lab/src/b.ts';\n` },
    /shared-knows-nobody/,
  ],
  [
    'a domain entered past its index',
    imports,
    {
      'broker/src/domains/wallet/place-hold.ts': clean,
      'broker/src/domains/machines/buy.ts': `export * from '../wallet/place-hold.ts';\n`,
    },
    /domain-through-its-index/,
  ],
  [
    'a file outside the domains entering one past its index',
    imports,
    {
      'broker/src/domains/wallet/place-hold.ts': clean,
      'broker/src/http/buy.ts': `export * from '../domains/wallet/place-hold.ts';\n`,
    },
    /domain-through-its-index/,
  ],
  [
    'a circle of imports',
    imports,
    {
      'lab/src/a.ts': `import { b } from './b.ts';\nexport const a = () => b;\n`,
      'lab/src/b.ts': `import { a } from './a.ts';\nexport const b = () => a;\n`,
    },
    /no-cycles/,
  ],
  [
    'an import of what does not exist',
    imports,
    { 'lab/src/a.ts': `import './nowhere.ts';\n` },
    /nothing-unresolved/,
  ],
  [
    'a domain reaching for the app',
    imports,
    { 'broker/src/app.ts': clean, 'broker/src/domains/wallet/index.ts': `export * from '../../app.ts';\n` },
    /only-processes-import-the-app/,
  ],
  [
    'an export nobody uses',
    deadCode,
    {
      'lab/src/main.ts': `import { used } from './a.ts';\nused();\n`,
      'lab/src/a.ts': `export function used() {}\nexport function unused() {}\n`,
    },
    /lab\/src\/a\.ts: unused or unlisted \(exports\): unused/,
  ],
  [
    'a file nobody imports',
    deadCode,
    { 'lab/src/main.ts': clean, 'lab/src/a.ts': clean },
    /lab\/src\/a\.ts: unused or unlisted \(files\)/,
  ],
  ['a dependency that is not listed', deadCode, { 'lab/src/main.ts': `import 'left-pad';\n` }, /left-pad/],
  [
    'a wrong type',
    types,
    { 'broker/src/a.ts': `export const a: number = 'x';\n` },
    /a\.ts\(1,14\): error TS2322/,
  ],
  [
    'a wrong type in web',
    webTypes,
    {
      'web/src/a.ts': `export const a: number = 'x';\n`,
      'web/tsconfig.json': `{ "extends": "../tsconfig.json", "include": ["src"] }`,
    },
    /a\.ts\(1,14\): error TS2322/,
  ],
  [
    'a word that cannot be translated',
    bareWords,
    { 'web/src/a.tsx': `export function A() {\n  return <p>Nothing here</p>;\n}\n` },
    /a\.tsx:2: put it into <Trans>[^]*Nothing here/,
  ],
];

it.each(faults)('%s makes the gate fail', async (_name, check, files, words) => {
  const result = await runCheck(check, makeFixture(files));
  expect(result).toMatchObject({ ok: false });
  expect(result.examined).toBeGreaterThan(0);
  expect(result.text).toMatch(words);
});

it.each([format, lint, imports, types])('$name passes on clean sources', async (check) => {
  const result = await runCheck(check, makeFixture({ 'broker/src/a.ts': clean }));
  expect(result).toMatchObject({ ok: true, text: '' });
  expect(result.examined).toBeGreaterThan(0);
});

it('dead code passes when everything is used', async () => {
  const root = makeFixture({
    'lab/src/main.ts': `import { used } from './a.ts';\nused();\n`,
    'lab/src/a.ts': `export function used() {}\n`,
  });
  const { text } = await runCheck(deadCode, root);
  expect(text).not.toContain('lab/src');
});

it.each(allChecks)('$name fails when there is nothing to examine', async (check) => {
  const root = makeFixture({});
  for (const name of ['broker', 'worker', 'web', 'shared', 'lab', 'cli', 'e2e', 'bench', 'faults', 'tools']) {
    rmSync(path.join(root, name), { recursive: true });
    mkdirSync(path.join(root, name));
  }
  // The formatter looks at everything: without files of any kind it has seen nothing.
  if (check === format) writeFileSync(path.join(root, '.gitignore'), '*\n');
  const result = await runCheck(check, root);
  expect(result).toMatchObject({ ok: false, examined: 0 });
  expect(result.text).not.toBe('');
});

it('a changed worker message asks for a decision about the version', async () => {
  const root = makeContracts();
  await acceptProtocol(root);
  expect(await runCheck(protocol, root)).toMatchObject({ ok: true });
  // Another copy, because a module that was imported once is not read again.
  const changed = makeContracts();
  cpSync(
    path.join(root, 'shared/src/worker-messages/protocol-hash.json'),
    path.join(changed, 'shared/src/worker-messages/protocol-hash.json'),
  );
  const hello = path.join(changed, 'shared/src/worker-messages/hello.ts');
  writeFileSync(
    hello,
    readFileSync(hello, 'utf8').replace(
      /z\.(strictO|looseO|o)bject\(\{/,
      (start) => `${start}\n  seeded: z.string(),`,
    ),
  );
  const result = await runCheck(protocol, changed);
  expect(result.ok).toBe(false);
  expect(result.text).toMatch(
    /worker messages changed but protocolVersion is still \d+[^]*--accept-protocol/,
  );
});

it('docs/errors.md may not differ from the catalogue', async () => {
  const root = makeContracts();
  mkdirSync(path.join(root, 'docs'));
  await writeErrorDocs(root);
  expect(await runCheck(errorDocs, root)).toMatchObject({ ok: true });
  appendFileSync(path.join(root, 'docs/errors.md'), '\nMore.\n');
  const result = await runCheck(errorDocs, root);
  expect(result.text).toContain('npm run check -- --write-docs');
});

it('a message that is not translated makes the gate fail, and is written into each language', async () => {
  const root = makeContracts();
  for (const part of ['build', 'lingui.config.ts'])
    cpSync(path.join(repository, 'web', part), path.join(root, 'web', part), { recursive: true });
  mkdirSync(path.join(root, 'web/src/words/catalogues'), { recursive: true });
  writeFileSync(
    path.join(root, 'web/src/a.ts'),
    `import { t } from '@lingui/core/macro';\nexport const say = () => t\`Nothing here\`;\n`,
  );
  await writeWords(root);
  const { text } = await runCheck(catalogue, root);
  expect(text).toMatch(/de: not translated: Nothing here[^]*--write-words/);
});

it('a check that breaks has failed', async () => {
  const check: Check = { name: 'broken', run: () => Promise.reject(new Error('no such tool')) };
  expect(await runCheck(check, '/')).toMatchObject({
    ok: false,
    text: 'The check itself broke: no such tool',
  });
});

function makeContracts(): string {
  const root = makeFixture({});
  cpSync(path.join(repository, 'shared', 'src'), path.join(root, 'shared', 'src'), { recursive: true });
  return root;
}
