import { expect, test } from 'vitest';
import { parseUpMessage } from './parse-up-message.ts';

test('what breaks the contract is told by place and kind, never by content', () => {
  const { message, issues } = parseUpMessage(
    JSON.stringify({
      type: 'report',
      machineId: 'hunter2',
      epoch: 'hunter2',
      seq: 1,
      body: { kind: 'hunter2' },
    }),
  );
  expect(message).toBeNull();
  expect(issues).toContainEqual({ at: '/machineId', problem: 'invalid_format' });
  expect(JSON.stringify(issues)).not.toContain('hunter2');
});

test('a binary frame, no JSON and an unknown type are not messages', () => {
  for (const text of [null, '{"type"', '{"type":"reboot"}', '[]'])
    expect(parseUpMessage(text).message).toBeNull();
});
