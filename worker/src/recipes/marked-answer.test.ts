import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { findMarkedAnswer, stripTerminalCodes } from './marked-answer.ts';

const nonce = 'f00dcafe';
const encoded = Buffer.from(JSON.stringify({ ok: true, text: 'größer' })).toString('base64');
const sum = createHash('sha256').update(encoded).digest('hex');
const line = `COINSLOT ${nonce} ${encoded} ${sum}`;

test('the answer is found between prompts and colours, wherever the frames were cut', () => {
  const shown = `\u001B[?2004h\u001B]0;me@here\u0007$ python3 -c …\r\n\u001B[31m${line}\u001B[0m\r\n$ `;
  expect(findMarkedAnswer(shown, nonce)).toEqual({ kind: 'answer', value: { ok: true, text: 'größer' } });
});

test('half an answer, one with another nonce and one that was torn are none', () => {
  expect(findMarkedAnswer(line.slice(0, -3), nonce)).toBeNull();
  expect(findMarkedAnswer(line, 'deadbeef')).toBeNull();
  expect(findMarkedAnswer(`COINSLOT ${nonce} ${encoded.slice(4)} ${sum}\n`, nonce)).toBeNull();
});

test('the echo of the command that prints the end is no end', () => {
  const typed = `printf 'COINSLOT%s %s %s\\n' -EXIT ${nonce} $?`;
  expect(findMarkedAnswer(`$ ${typed}\r\n`, nonce)).toBeNull();
  const shown = `$ ${typed}\r\nsh: python3: not found\r\nCOINSLOT-EXIT ${nonce} 127\r\n`;
  expect(findMarkedAnswer(shown, nonce)).toEqual({ kind: 'ended', code: 127 });
});

test('what only colours a text or moves a cursor is taken out', () => {
  expect(stripTerminalCodes('\u001B[1;31mred\u001B[0m\u001B(B\u001B[2K\r\n')).toBe('red\n');
});
