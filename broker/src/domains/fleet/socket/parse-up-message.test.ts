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

test('a report of which only the body breaks the contract is told by its name, anything else is not', () => {
  const name = { machineId: 'b6c1d9ff-6f3b-4f0f-9f56-6a5f3f0f9a11', epoch: 1, seq: 3 };
  const report = { type: 'report', ...name, body: { kind: 'step', step: 'dance' } };
  expect(parseUpMessage(JSON.stringify(report))).toMatchObject({ message: null, report: name });
  for (const broken of [
    { ...report, seq: 0 },
    { ...report, epoch: 2 ** 31 },
    { ...report, seq: 2 ** 31 },
    { ...report, type: 'logs' },
  ])
    expect(parseUpMessage(JSON.stringify(broken)).report).toBeNull();
});

test('a binary frame, no JSON and an unknown type are not messages', () => {
  for (const text of [null, '{"type"', '{"type":"reboot"}', '[]'])
    expect(parseUpMessage(text).message).toBeNull();
});

test('the character that Postgres cannot store is replaced in every text; escaped backslashes before zeros stay', () => {
  const text = ['\0a\0\0', String.raw`\u0000`, `${String.raw`\\`}\0`, 'plain'];
  const chunks = text.map((one, n) => ({
    seq: n + 1,
    at: '2026-01-01T00:00:00.000Z',
    source: 'machine',
    text: one,
  }));
  const machineId = 'b6c1d9ff-6f3b-4f0f-9f56-6a5f3f0f9a11';
  const { message, issues } = parseUpMessage(JSON.stringify({ type: 'logs', machineId, epoch: 1, chunks }));
  expect(issues).toBeNull();
  expect(message).toMatchObject({
    chunks: [
      { text: '\uFFFDa\uFFFD\uFFFD' },
      { text: String.raw`\u0000` },
      { text: `${String.raw`\\`}\uFFFD` },
      { text: 'plain' },
    ],
  });
});

test('half of a character, which Postgres cannot store either, is replaced; whole ones and escaped backslashes stay', () => {
  const labels = ['cut \ud83d', '\udc00\ud83d\ud83d\ude00', '\u{1F600}', String.raw`\ud83d`];
  const message = {
    type: 'inventory_result',
    seatId: 'b6c1d9ff-6f3b-4f0f-9f56-6a5f3f0f9a11',
    epoch: 1,
    result: {
      outcome: 'listed',
      isComplete: true,
      lines: labels.length,
      listings: labels.map((label, n) => ({ labRef: `${n}`, label, state: 'live' })),
    },
    ends: [],
  };
  expect(parseUpMessage(JSON.stringify(message)).message).toMatchObject({
    result: {
      listings: [
        { label: 'cut \ufffd' },
        { label: '\ufffd\ufffd\u{1F600}' },
        { label: '\u{1F600}' },
        { label: String.raw`\ud83d` },
      ],
    },
  });
});
