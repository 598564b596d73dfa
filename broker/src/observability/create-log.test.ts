import { expect, test } from 'vitest';
import { createLog } from './create-log.ts';

test('fields that carry a secret are cut out of the log, wherever they stand', () => {
  const lines: string[] = [];
  const log = createLog({ logLevel: 'info' }, { write: (line) => void lines.push(line) });
  log.info({ password: 's3cret', token: 's3cret' }, 'a message');
  log.info({ headers: { cookie: 's3cret', authorization: 's3cret', 'set-cookie': 's3cret' } }, 'a message');
  log.info({ request: { body: { password: 's3cret', secret: 's3cret' } }, machineId: 'm' }, 'a message');
  expect(lines.join('')).not.toContain('s3cret');
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ msg: 'a message', machineId: 'm', part: 'broker' });
});
