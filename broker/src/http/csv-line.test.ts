import { expect, test } from 'vitest';
import { toCsvLine } from './csv-line.ts';

test.each([
  ['plain', 'plain'],
  ['a,b "c"', '"a,b ""c"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+49 30', "'+49 30"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['\t=1', "'\t=1"],
  ['\r=1', `"'\r=1"`],
  ['＝1', "'＝1"],
  ["=cmd|' /C calc'!A0,\"", `"'=cmd|' /C calc'!A0,"""`],
])('writes %j as %j', (cell, expected) => expect(toCsvLine([cell])).toBe(`${expected}\r\n`));

test('leaves what is not there empty', () => expect(toCsvLine(['a', null, 'b'])).toBe('a,,b\r\n'));
