import { expect, test } from 'vitest';
import { findBareWords } from './find-bare-words.ts';

const bare = [
  '<p>Nothing here</p>',
  '<p>{count} machines</p>',
  '<Button title="Stop it" />',
  '<Field label={`Adjust ${name}`} />',
  "<p>{ready ? 'ready' : null}</p>",
  "toast.success('It is saved.')",
  "[{ label: 'Shop', to: paths.shop }]",
  'say(`about ${from} to ${until} minutes`)',
];

test.each(bare)('%s goes through no macro', (expression) => {
  expect(find(expression)).toHaveLength(1);
});

const spoken = [
  '<p><Trans>Nothing <b>here</b></Trans></p>',
  '<Plural value={count} one="# machine" other="# machines" />',
  '<Button title={t`Stop it`} />',
  'say(msg`Stop it`)',
  "t`${plural(count, { one: '# machine', other: '# machines' })}`",
];

test.each(spoken)('%s is said by a macro', (expression) => {
  expect(find(expression)).toEqual([]);
});

const silent = [
  '<p className="flex grow items-center" data-testid="headline">{name}</p>',
  '<svg viewBox="0 0 20 20"><text>&gt;_</text></svg>',
  "classNames('Some text', 'p-0')",
  "event.key === 'Page Up'",
  "throw new Error('No such page')",
  'request({ path: `/api/v1/machines/${id}` })',
  '<code>npm run coinslot -- setup code</code>',
  '<b>Coinslot</b>',
  '<input placeholder="Coinslot <coins@example.org>" />',
];

test.each(silent)('%s says nothing to people', (expression) => {
  expect(find(expression)).toEqual([]);
});

test('a fault names its line and begins with its words', () => {
  const [fault] = findBareWords('a.tsx', 'export function A() {\n  return <p>Nothing here</p>;\n}\n');
  expect(fault).toMatchObject({ line: 2, text: 'Nothing here' });
});

test('a word that is said when the module is loaded stays English', () => {
  const [fault] = findBareWords('a.ts', 'export const labels = { shop: t`Shop` };\n');
  expect(fault).toMatchObject({ line: 1, text: 't`Shop`', repair: expect.stringContaining('use msg') });
  expect(findBareWords('a.ts', 'export const labels = { shop: msg`Shop` };\n')).toEqual([]);
  expect(findBareWords('a.ts', 'export const label = () => t`Shop`;\n')).toEqual([]);
});

function find(expression: string) {
  const statement = expression.startsWith('throw') ? expression : `return ${expression}`;
  return findBareWords('a.tsx', `function A() {\n  ${statement};\n}\n`);
}
