import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLogFile } from './log-file.ts';

it('keeps the logs of this start and of the two before it, for the owner only', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'logs-'));
  for (const start of ['first', 'second', 'third', 'fourth']) {
    const log = openLogFile(folder, 'broker');
    log.write(start);
    log.close();
  }
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  expect(readdirSync(folder).sort()).toEqual(['broker.1.log', 'broker.2.log', 'broker.log']);
  expect([read('broker.log'), read('broker.1.log'), read('broker.2.log')]).toEqual([
    'fourth\n',
    'third\n',
    'second\n',
  ]);
  expect(statSync(path.join(folder, 'broker.log')).mode & 0o777).toBe(0o600);
});
