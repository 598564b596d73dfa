import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPageClient } from '../testing/page-client.ts';
import { connectSsh, readLogin, runOverSsh } from '../testing/ssh-login.ts';
import { password, skipped, startTestLab, suiteTitle, type TestLab } from '../testing/test-lab.ts';

describe.skipIf(skipped)(suiteTitle('the pages of the lab'), () => {
  let lab: TestLab;
  beforeAll(async () => {
    lab = await startTestLab();
  });
  afterAll(() => lab.stop());

  test('a person signs in, starts a machine, logs in over ssh, extends and ends it', async () => {
    const person = await lab.person('flow');
    expect((await person.get('/catalogue')).html).toContain('id="start-linux-small"');
    const { id, state } = await person.startMachine({ label: 'order <17>', minutes: '30' });
    expect(state).toBe('running');
    expect((await person.get(`/machines/${id}/progress`)).html).not.toContain('data-done="no"');
    expect((await person.get('/machines')).html).toContain('data-label="order &lt;17&gt;"');

    const login = await readLogin(person, id);
    expect(login.password.length).toBeGreaterThanOrEqual(20);
    const ssh = await connectSsh(login);
    expect(await runOverSsh(ssh, 'hostname; exit 7')).toEqual({ output: `m-${id}\n`, code: 7, signal: null });
    expect(await runOverSsh(ssh, 'kill -KILL $$')).toMatchObject({ signal: 'SIGKILL' });
    expect(await runOverSsh(ssh, 'kill -TRAP $$')).toMatchObject({ code: 133 });
    expect(await runOverSsh(ssh, '/opt/lab/node -p 6*7')).toMatchObject({ output: '42\n' });
    const onTerminal = await runOverSsh(ssh, 'stty size; tty; exit 3', {
      cols: 101,
      rows: 33,
      term: 'xterm-256color',
    });
    expect(onTerminal).toMatchObject({
      output: expect.stringMatching(/^33 101\r\n\/dev\/pts\/\d+\r\n$/),
      code: 3,
    });

    const before = (await person.get(`/machines/${id}`)).attribute('ends-at', 'datetime') ?? '';
    expect((await person.post(`/machines/${id}/extend`, { minutes: '20' })).status).toBe(303);
    const after = (await person.get(`/machines/${id}`)).attribute('ends-at', 'datetime') ?? '';
    expect(Date.parse(after) - Date.parse(before)).toBe(20 * 60_000);
    expect((await person.post(`/machines/${id}/extend`, { minutes: '431' })).status).toBe(409);

    const cut = new Promise<void>((resolve) => ssh.on('error', () => {}).once('close', () => resolve()));
    expect((await person.get(`/machines/${id}/end`)).html).toContain('id="confirm-end"');
    await person.post(`/machines/${id}/end`);
    const ended = await person.until(`/machines/${id}`, (page) => page.text('machine-state') === 'ended');
    await cut;
    expect(ended.text('end-reason')).toBe('Its user ended it.');
    await expect(connectTo(login.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect((await person.get(`/machines/${id}/connection`)).html).not.toContain(login.password);
  });

  test('the terminal page shows output and exit code, and cuts endless output', async () => {
    const person = await lab.person('terminal');
    const { id } = await person.startMachine({ minutes: '5' });
    const answer = await person.post(`/machines/${id}/terminal`, { command: 'echo "<b>"; id -un; exit 4' });
    expect(answer.text('transcript')).toBe('<b>\ncoinslot');
    expect(answer.text('exit-code')).toBe('4');
    const endless = await person.post(`/machines/${id}/terminal`, { command: 'yes' });
    expect(endless.text('exit-note')).toContain('64 KiB');
  });

  test('a wrong password shows an alert, and no page opens without a session', async () => {
    await lab.person('known');
    const stranger = createPageClient(lab.port);
    expect((await stranger.signIn('known', 'wrong password')).text('sign-in-error')).toContain('wrong');
    expect((await stranger.signIn('unknown', password)).text('sign-in-error')).toContain('wrong');
    expect(await stranger.get('/machines')).toMatchObject({ status: 303, location: '/sign-in' });
  });

  test("another account's machine is not found on any of its pages", async () => {
    const owner = await lab.person('owner');
    const other = await lab.person('other');
    const { id } = await owner.startMachine({ minutes: '5' });
    for (const page of ['', '/progress', '/connection', '/terminal', '/end']) {
      expect((await other.get(`/machines/${id}${page}`)).status, page).toBe(404);
    }
    for (const page of ['/terminal', '/extend', '/end']) {
      expect((await other.post(`/machines/${id}${page}`, { command: 'id', minutes: '1' })).status, page).toBe(
        404,
      );
    }
    expect((await owner.get(`/machines/${id}`)).text('machine-state')).toBe('running');
  });

  test('a form sent from another site is refused', async () => {
    const person = await lab.person('careful');
    const path = '/catalogue/linux-small/start';
    expect((await person.post(path, { minutes: '5' }, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await person.post(path, { minutes: '5' }, { origin: 'null' })).status).toBe(403);
    expect((await person.post(path, { minutes: '5' }, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await person.get('/machines')).html).toContain('id="no-machines"');
  });

  test('ten starts at once on a seat of one make one machine', async () => {
    const person = await lab.person('racer');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => person.post('/catalogue/linux-small/start', { minutes: '5' })),
    );
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1);
    const refused = answers.filter((answer) => answer.status === 409);
    expect(refused.map((answer) => answer.text('start-error'))).toEqual(
      Array.from({ length: 9 }, () => 'You already have 1 machine running.'),
    );
    expect((await person.get('/machines')).html.match(/data-machine-id/g)).toHaveLength(1);
  });

  test('a machine ends by itself when its time is over', async () => {
    const hasty = await startTestLab({ minuteMs: 500 });
    const person = await hasty.person('brief');
    const { id } = await person.startMachine({ minutes: '1' });
    const ended = await person.until(`/machines/${id}`, (page) => page.text('machine-state') === 'ended');
    expect(ended.text('end-reason')).toBe('Its time was over.');
    await hasty.stop();
  });
});

function connectTo(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
