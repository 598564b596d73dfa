import { expect, test } from 'vitest';
import { sayClock } from './examine-machine.ts';
import { explainSsh } from './explain-ssh.ts';

test('the reason that is told is the carrier’s, not what ssh says after it', () => {
  const afterIt =
    'kex_exchange_identification: Connection closed by remote host\nConnection closed by UNKNOWN port 65535\n';
  expect(explainSsh(`The machine is not ready.\n${afterIt}`)).toBe('The machine is not ready.');
  expect(explainSsh(afterIt)).toBe('Connection closed by UNKNOWN port 65535');
  expect(explainSsh('ssh: connect to host 127.0.0.1 port 9: Connection refused\n')).toContain('refused');
  const down = '2026-11-22T00:00:00Z ERR failed to connect to origin error="websocket: bad handshake"';
  expect(explainSsh(`${down}\n${afterIt}`)).toContain('Nobody runs the tunnel');
  expect(explainSsh('No ED25519 host key is known\nHost key verification failed.\n')).toContain(
    'another host key',
  );
});

test('a clock is wrong from two minutes on', () => {
  expect(sayClock(0, 119_000).ok).toBe(true);
  expect(sayClock(0, 600_000)).toMatchObject({
    ok: false,
    detail: expect.stringContaining('10 minutes ahead'),
  });
  expect(sayClock(600_000, 0)).toMatchObject({ ok: false, detail: expect.stringContaining('behind') });
  expect(sayClock(Number.NaN, 0).ok).toBe(true);
});
