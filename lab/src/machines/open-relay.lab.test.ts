import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectSsh, readLogin, runOverSsh, type SshLogin } from '../testing/ssh-login.ts';
import { skipped, startTestLab, suiteTitle, type TestLab } from '../testing/test-lab.ts';

describe.skipIf(skipped)(suiteTitle('a relay in front of a machine'), () => {
  let lab: TestLab;
  let login: SshLogin;
  beforeAll(async () => {
    lab = await startTestLab();
    const client = await lab.person('ada');
    const { id } = await client.startMachine({ minutes: '20' });
    login = await readLogin(client, id);
  });
  afterAll(() => lab.stop());

  /** Connections that say `words` and nothing else, and do not close their end. */
  async function crowd(count: number, words: string): Promise<Socket[]> {
    const sockets = Array.from({ length: count }, () =>
      connect({ port: login.port, host: '127.0.0.1', allowHalfOpen: true }),
    );
    for (const socket of sockets) socket.on('error', () => undefined).resume();
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets) if (words !== '' && socket.writable) socket.write(words);
    return sockets;
  }

  test.each([
    { words: '', title: 'say nothing' },
    { words: 'S', title: 'begin to speak' },
    { words: 'SSH-2.0-idle\r\n', title: 'greet and wait' },
  ])('a hundred connections that $title keep nobody out, and put out nobody who is in', async ({ words }) => {
    const inside = await connectSsh(login);
    const sockets = await crowd(100, words);
    const next = await connectSsh(login);
    for (const client of [inside, next]) expect((await runOverSsh(client, 'echo in')).output).toBe('in\n');
    for (const client of [inside, next]) client.end();
    for (const socket of sockets) socket.destroy();
  });

  test('whoever holds all places of those who are in still keeps no check of the way in out', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => connectSsh(login)));
    for (let at = all.length; at < 32; at += 4)
      all.push(...(await Promise.all(Array.from({ length: 4 }, () => connectSsh(login)))));
    const probe = connect({ port: login.port, host: '127.0.0.1' });
    const [greeting] = (await once(probe, 'data')) as [Buffer];
    expect(greeting.toString()).toContain('SSH-2.0');
    probe.destroy();
    for (const client of all) client.end();
  });
});
