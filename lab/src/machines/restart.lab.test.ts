import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PageClient } from '../testing/page-client.ts';
import { connectSsh, readLogin, runOverSsh } from '../testing/ssh-login.ts';
import { skipped, startTestLab, suiteTitle, type TestLab } from '../testing/test-lab.ts';

describe.skipIf(skipped)(suiteTitle('a restart'), () => {
  let lab: TestLab;
  let person: PageClient;
  let people = 0;
  const runs = (id: string): Promise<unknown> =>
    person.until(`/machines/${id}`, (page) => page.text('machine-state') === 'running');

  beforeAll(async () => {
    lab = await startTestLab();
  });
  afterAll(() => lab.stop());
  beforeEach(async () => {
    await lab.switch({});
    people += 1;
    person = await lab.person(`restarter-${people}`);
  });

  test('ends every process, empties the scratch folders, keeps the home folder, port and host key, and changes the password', async () => {
    const { id } = await person.startMachine({ minutes: '5' });
    const before = await readLogin(person, id);
    const ssh = await connectSsh(before);
    const cut = new Promise<void>((resolve) => ssh.on('error', () => {}).once('close', () => resolve()));
    await runOverSsh(
      ssh,
      'echo kept > ~/note; echo lost > /tmp/note; mkdir -p /tmp/a/b /dev/shm/c; chmod 000 /tmp/a; (setsid sleep 1000 > /dev/null 2>&1 &)',
    );
    expect(await runOverSsh(ssh, 'ps -e | grep -c sleep')).toMatchObject({ output: '1\n' });

    expect((await person.get(`/machines/${id}/restart`)).html).toContain('id="confirm-restart"');
    expect((await person.post(`/machines/${id}/restart`)).location).toBe(`/machines/${id}`);
    await runs(id);
    await cut;
    const after = await readLogin(person, id);
    expect([after.port, after.fingerprint]).toEqual([before.port, before.fingerprint]);
    expect(after.password).not.toBe(before.password);
    await expect(connectSsh(before)).rejects.toThrow();
    const again = await connectSsh(after);
    const seen = await runOverSsh(again, 'cat ~/note; ls -A /tmp /dev/shm /var/tmp; ps -e | grep -c sleep');
    expect(seen.output).toBe('kept\n/dev/shm:\n\n/tmp:\n\n/var/tmp:\n0\n');
    again.end();

    // And once more: the second start of the server is like the first.
    await person.post(`/machines/${id}/restart`);
    await runs(id);
    expect(await runOverSsh(await connectSsh(await readLogin(person, id)), 'cat ~/note')).toMatchObject({
      output: 'kept\n',
    });
  });

  test('shows restarting without a way in until it is over, takes no second order, and can be ended', async () => {
    const { id } = await person.startMachine({ minutes: '5' });
    await lab.switch({ restartSlowMs: { ms: 400 } });
    await person.post(`/machines/${id}/restart`);
    const page = await person.get(`/machines/${id}`);
    expect([page.text('machine-state'), page.text('connection-link')]).toEqual(['restarting', null]);
    expect((await person.get('/machines')).html).toContain('data-state="restarting"');
    expect((await person.get(`/machines/${id}/connection`)).html).toContain('id="no-connection"');
    expect((await person.post(`/machines/${id}/restart`)).status).toBe(409);
    await runs(id);
    await person.post(`/machines/${id}/restart`);
    await person.post(`/machines/${id}/end`);
    const ended = await person.until(`/machines/${id}`, (shown) => shown.text('machine-state') === 'ended');
    expect(ended.text('end-reason')).toBe('Its user ended it.');
  });

  test('restartFails refuses with its reason; restartLosesMachine ends the machine', async () => {
    const { id } = await person.startMachine({ minutes: '5' });
    await lab.switch({ restartFails: { reason: 'Not today.' } });
    const refused = await person.post(`/machines/${id}/restart`);
    expect([refused.status, refused.text('message')]).toEqual([409, 'Not today.']);
    await lab.switch({ restartLosesMachine: {} });
    await person.post(`/machines/${id}/restart`);
    const page = await person.until(`/machines/${id}`, (shown) => shown.text('machine-state') === 'ended');
    expect(page.text('end-reason')).toContain('did not come back');
  });

  test('the page says when the machine was last used, and that it is in use; who does not log in does not count', async () => {
    const { id } = await person.startMachine({ minutes: '5' });
    const path = `/machines/${id}`;
    const first = (await person.get(path)).attribute('last-used', 'datetime') ?? '';
    const login = await readLogin(person, id);
    await expect(connectSsh({ ...login, password: 'wrong' })).rejects.toThrow();
    expect((await person.get(path)).attribute('last-used', 'datetime')).toBe(first);
    const ssh = await connectSsh(login);
    await person.until(path, (page) => page.attribute('last-used', 'data-in-use') === 'yes');
    ssh.end();
    const left = await person.until(path, (page) => page.attribute('last-used', 'data-in-use') === 'no');
    expect(Date.parse(left.attribute('last-used', 'datetime') ?? '')).toBeGreaterThan(Date.parse(first));
  });
});
