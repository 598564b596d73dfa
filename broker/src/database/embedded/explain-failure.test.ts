import { expect, test } from 'vitest';
import { explainFailure, folderIsHeld, portWasTaken } from './explain-failure.ts';

const explain = (log: string) => explainFailure(log, '/data/postgres');

test('what an operator can mend is said in a sentence with the folder', () => {
  expect(explain('FATAL:  could not write lock file "postmaster.pid": No space left on device')).toMatch(
    /disk that holds \/data\/postgres is full/,
  );
  expect(explain('EACCES: permission denied, mkdir')).toMatch(/may not use \/data\/postgres/);
  expect(explain('EROFS: read-only file system, mkdir')).toMatch(/read-only disk/);
  expect(explain('FATAL:  database files are incompatible with server')).toMatch(/another version/);
});

test('anything else shows the end of the log', () => {
  expect(explain('one\ntwo\nPANIC:  something new')).toContain('PANIC:  something new');
});

test('a taken port and a held folder are told apart from the rest: they are tried again', () => {
  expect(portWasTaken('LOG:  could not bind IPv4 address "127.0.0.1": Address already in use')).toBe(true);
  expect(folderIsHeld('FATAL:  lock file "postmaster.pid" already exists')).toBe(true);
  expect(portWasTaken('FATAL:  out of memory') || folderIsHeld('FATAL:  out of memory')).toBe(false);
});
