import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PageClient } from '../testing/page-client.ts';
import { connectSsh, readLogin } from '../testing/ssh-login.ts';
import { operatorToken, skipped, startTestLab, suiteTitle, type TestLab } from '../testing/test-lab.ts';

describe.skipIf(skipped)(suiteTitle('the switches to misbehave'), () => {
  let lab: TestLab;
  let person: PageClient;
  let people = 0;
  const startPath = '/catalogue/linux-small/start';
  const state = (id: string): Promise<string | null> =>
    person.get(`/machines/${id}`).then((page) => page.text('machine-state'));

  beforeAll(async () => {
    lab = await startTestLab();
  });
  afterAll(() => lab.stop());
  beforeEach(async () => {
    await lab.switch({});
    people += 1;
    person = await lab.person(`person-${people}`);
  });

  test('only the operator may set them, and unknown ones are refused by name', async () => {
    const path = `http://127.0.0.1:${lab.port}/operator/switches`;
    expect((await fetch(path)).status).toBe(401);
    expect((await fetch(path, { method: 'DELETE', headers: { authorization: 'Bearer wrong' } })).status).toBe(
      401,
    );
    const refused = await lab.switch({ sloow: { ms: 1 } });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('sloow');
  });

  test('a switch can be added to the others and taken off alone', async () => {
    const change = (method: string, name: string, body?: object): Promise<Response> =>
      fetch(`http://127.0.0.1:${lab.port}/operator/switches${name}`, {
        method,
        headers: {
          authorization: `Bearer ${operatorToken}`,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    await lab.switch({ endFails: { times: 3 } });
    expect(await (await change('PATCH', '', { modal: {} })).json()).toEqual({
      endFails: { times: 3 },
      modal: {},
    });
    expect(await (await change('DELETE', '/modal')).json()).toEqual({ endFails: { times: 3 } });
  });

  test('a switch for one account leaves others alone', async () => {
    await lab.switch({ captcha: { account: 'somebody else' } });
    expect((await person.get('/catalogue')).text('captcha-check')).toBeNull();
  });

  test('slow delays each page', async () => {
    await lab.switch({ slow: { ms: 150 } });
    const before = performance.now();
    await person.get('/catalogue');
    expect(performance.now() - before).toBeGreaterThan(145);
  });

  test('error500 fails the named page so many times', async () => {
    await lab.switch({ error500: { page: 'machines', times: 2 } });
    expect((await person.get('/catalogue')).status).toBe(200);
    expect((await person.get('/machines')).status).toBe(500);
    expect((await person.get('/machines')).status).toBe(500);
    expect((await person.get('/machines')).status).toBe(200);
  });

  test('modal, alert and changedPage change what the pages carry', async () => {
    await lab.switch({ modal: {}, alert: {}, changedPage: {} });
    expect((await person.get('/catalogue')).html).toContain('/public/modal.js');
    const start = await person.get(startPath);
    expect(start.text('news-close')).toBe('Close');
    expect(start.html).toContain('/public/alert.js');
    expect(start.text('start-machine')).toBeNull();
    expect(start.text('launch-now')).toBe('Launch now');
    expect((await person.get('/machines')).text('news-close')).toBeNull();
  });

  test('sessionExpires shows the sign-in page with status 200 in place of a page', async () => {
    await lab.switch({ sessionExpires: { afterPages: 1 } });
    expect((await person.get('/catalogue')).text('sign-in')).toBeNull();
    const expired = await person.get('/machines');
    expect([expired.status, expired.text('sign-in')]).toEqual([200, 'Sign in']);
  });

  test('quota, accountBlocked, terms and captcha stand in the way', async () => {
    await lab.switch({ quota: {} });
    expect((await person.post(startPath, { minutes: '5' })).text('start-error')).toContain('no quota left');
    await lab.switch({ accountBlocked: {} });
    expect((await person.get('/catalogue')).text('message')).toContain('suspended');
    await lab.switch({ captcha: {} });
    expect((await person.get('/catalogue')).text('captcha-check')).toBe('Check');
    await lab.switch({ terms: {} });
    expect((await person.get('/catalogue')).text('accept-terms')).toBe('I accept the terms');
    await person.post('/terms');
    expect((await person.get('/catalogue')).text('accept-terms')).toBeNull();
  });

  test('startFails shows its reason, and the seat is free again', async () => {
    await lab.switch({ startFails: { reason: 'Out of luck.' } });
    const { id, state: failed } = await person.startMachine({ minutes: '5' });
    expect(failed).toBe('failed');
    expect((await person.get(`/machines/${id}/progress`)).text('failure-reason')).toBe('Out of luck.');
    await lab.switch({});
    expect((await person.startMachine({ minutes: '5' })).state).toBe('running');
  });

  test('startNever keeps a machine starting until it is ended', async () => {
    await lab.switch({ startNever: {} });
    const id = (await person.post(startPath, { minutes: '5' })).location?.split('/')[2] ?? '';
    expect(await state(id)).toBe('starting');
    await person.post(`/machines/${id}/end`);
    await person.until(`/machines/${id}`, (page) => page.text('machine-state') === 'ended');
  });

  test('startSlowMs makes a start take that long', async () => {
    await lab.switch({ startSlowMs: { ms: 300 } });
    const before = performance.now();
    expect((await person.startMachine({ minutes: '5' })).state).toBe('running');
    expect(performance.now() - before).toBeGreaterThan(300);
  });

  test('loseStartReply cuts the connection but makes the machine; listLagMs hides it for a while', async () => {
    await lab.switch({ loseStartReply: {}, listLagMs: { ms: 400 } });
    await expect(person.post(startPath, { minutes: '5', label: 'lost' })).rejects.toThrow();
    expect((await person.get('/machines')).html).not.toContain('data-label="lost"');
    await person.until('/machines', (page) => page.html.includes('data-label="lost"'));
  });

  test('loseMachineAfterMs ends a machine by itself', async () => {
    await lab.switch({ loseMachineAfterMs: { ms: 100 } });
    const { id } = await person.startMachine({ minutes: '5' });
    const page = await person.until(`/machines/${id}`, (answer) => answer.text('machine-state') === 'ended');
    expect(page.text('end-reason')).toContain('lost');
  });

  test('a machine that is lost while its command runs is told as such, not as an error of the lab', async () => {
    await lab.switch({ loseMachineAfterMs: { ms: 1000 } });
    const { id } = await person.startMachine({ minutes: '5' });
    const answer = await person.post(`/machines/${id}/terminal`, { command: 'sleep 15' });
    expect(answer.status).toBe(409);
    expect(answer.text('terminal-error')).toContain('The machine');
  });

  test('endFails answers 500 and ends nothing; endSlowMs keeps it ending for a while', async () => {
    const { id } = await person.startMachine({ minutes: '5' });
    await lab.switch({ endFails: { times: 1 }, endSlowMs: { ms: 300 } });
    expect((await person.post(`/machines/${id}/end`)).status).toBe(500);
    expect(await state(id)).toBe('running');
    expect((await person.post(`/machines/${id}/end`)).status).toBe(303);
    expect(await state(id)).toBe('ending');
    await person.until(`/machines/${id}`, (page) => page.text('machine-state') === 'ended');
  });

  test('extendFails refuses with its reason, extendIgnored says yes and does nothing, extendSlowMs takes that long', async () => {
    const { id } = await person.startMachine({ minutes: '5' });
    const endsAt = async (): Promise<string | null> =>
      (await person.get(`/machines/${id}`)).attribute('ends-at', 'datetime');
    const before = await endsAt();
    await lab.switch({ extendFails: { reason: 'Nobody gets more today.' }, extendIgnored: {} });
    const refused = await person.post(`/machines/${id}/extend`, { minutes: '5' });
    expect([refused.status, refused.text('message')]).toEqual([409, 'Nobody gets more today.']);
    expect((await person.post(`/machines/${id}/extend`, { minutes: '5' })).status).toBe(303);
    expect(await endsAt()).toBe(before);
    await lab.switch({ extendSlowMs: { ms: 200 } });
    const asked = performance.now();
    await person.post(`/machines/${id}/extend`, { minutes: '5' });
    expect(performance.now() - asked).toBeGreaterThan(195);
    expect(await endsAt()).not.toBe(before);
  });

  test('wayInDead closes every new connection of a machine that runs, until it is off', async () => {
    const { id } = await person.startMachine({ minutes: '5' });
    const login = await readLogin(person, id);
    await lab.switch({ wayInDead: {} });
    await expect(connectSsh(login)).rejects.toThrow();
    expect(await state(id)).toBe('running');
    await lab.switch({});
    (await connectSsh(login)).end();
  });

  test('badConnection shows a port where nothing listens', async () => {
    const { id } = await person.startMachine({ minutes: '5' });
    await lab.switch({ badConnection: {} });
    const port = Number((await person.get(`/machines/${id}/connection`)).text('connection-port'));
    const code = await new Promise((resolve) =>
      connect(port, '127.0.0.1').once('error', (error) => resolve('code' in error && error.code)),
    );
    expect(code).toBe('ECONNREFUSED');
  });
});
