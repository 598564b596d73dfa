import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Desired } from './desired.ts';
import { UpMessage } from './up.ts';
import { acceptedProtocolVersions, protocolVersion } from './version.ts';

/** What a worker of the version before this one sent while it brought a machine up, kept it, and ended it: one message of each shape. */
const recorded: unknown[] = z
  .array(z.unknown())
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'testing/protocol-3-up.json'), 'utf8')));

test('this version and the one before it are served', () => {
  expect(acceptedProtocolVersions).toEqual([protocolVersion - 1, protocolVersion]);
});

test('whatever a worker of the version before sends is understood, and nothing of it is lost', () => {
  expect(recorded.length).toBeGreaterThan(10);
  for (const message of recorded) expect(UpMessage.parse(message)).toMatchObject(Object(message));
});

test('what an older broker sends lacks what is new: nothing is to be looked at', () => {
  const older = { type: 'desired', revision: 1, draining: false, assignments: [] };
  expect(Desired.parse(older)).toEqual({ ...older, inventories: [] });
});
