import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';
import type { Machine } from '@coinslot/shared/http/machines.ts';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../web/src/testing/launch-browser.ts';
import { pressButton, seeText, typeInto } from '../web/src/testing/page-acts.ts';
import { launchProduct, type LaunchedProduct } from './harness/launcher.ts';
import { registerMember, type Member } from './harness/member.ts';
import { sshRun } from './harness/ssh.ts';
import { waitUntil } from './harness/wait-until.ts';

const workers = 3;
/** What the bundled lab's two seats carry at once; the three workers have six slots. */
const placesAtTheLab = 4;
const memberCount = 6;

let browser: Browser;
let dataDir: string;
let product: LaunchedProduct;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'coinslot-fleet-'));
  [browser, product] = await Promise.all([
    launchBrowser(),
    launchProduct(dataDir, ['--workers', String(workers)]),
  ]);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await product.pressCtrlC();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

test('six members buy at once from three workers: four start spread evenly, two wait at a true place; a freed place goes to the first who waits, and every coin is accounted for', async () => {
  const admin = await registerAdmin();
  const fleetPage = await openPage(admin, '/admin/fleet');
  const members = await Promise.all(Array.from({ length: memberCount }, () => registerMember(product.url)));
  const bought = await Promise.all(members.map((member) => member.buy('Linux small')));
  const lives = members.map((member, at) => ({ member, id: bought[at]?.id ?? '' }));

  const served = await waitUntil(
    'four machines are ready',
    async () => {
      const ready = (await look(lives)).filter(({ machine }) => machine.state === 'ready');
      return ready.length === placesAtTheLab ? ready : null;
    },
    { timeoutMs: 90_000 },
  );
  const waiting = (await look(lives)).filter(({ machine }) => machine.state === 'queued');
  const places = waiting.map(({ machine }) => machine.queue?.position ?? 0);
  expect(places.toSorted((a, b) => a - b)).toEqual([1, 2]);
  expect(waiting.map(({ machine }) => machine.queue?.of)).toEqual([2, 2]);
  expect(waiting.map(({ machine }) => machine.queue?.blocked)).toEqual([null, null]);

  const fleet = await admin.get('/api/v1/admin/fleet', FleetSnapshot);
  const loads = fleet.workers.map(({ used }) => used);
  expect(Math.max(...loads) - Math.min(...loads), `loads ${loads.join(', ')}`).toBeLessThanOrEqual(1);
  expect(fleet.workers).toHaveLength(workers);
  const inOrder = waiting.toSorted(
    (a, b) => (a.machine.queue?.position ?? 0) - (b.machine.queue?.position ?? 0),
  );
  expect(fleet.waiting.map(({ machineId }) => machineId)).toEqual(inOrder.map(({ id }) => id));
  for (const { machine } of inOrder) await seeText(fleetPage, machine.name);

  const answers = await Promise.all(
    served.map(async ({ member, id }) => sshRun(await member.endpoint(id), 'uname -n')),
  );
  expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 0]);

  const [first, last] = inOrder;
  const [leaves, extends_] = served;
  if (!first || !last || !leaves || !extends_) throw new Error('the story lacks its people');
  const firstPage = await openPage(first.member, `/machines/${first.id}`);
  await seeText(firstPage, '1st of 2');
  const cancelled = await last.member.request('POST', `/api/v1/machines/${last.id}/cancel`);
  expect(cancelled.status).toBe(200);
  expect((await last.member.wallet()).availableEarned).toBe(50);

  const stop = await leaves.member.request('POST', `/api/v1/machines/${leaves.id}/stop`);
  expect(stop.status).toBe(200);
  await first.member.waitFor(
    first.id,
    'the first who waited is ready',
    ({ state }) => state === 'ready',
    90_000,
  );
  await firstPage.waitForSelector('::-p-aria([name="Show password"][role="button"])');

  const before = await extends_.member.machine(extends_.id);
  const asked = await extends_.member.request('POST', `/api/v1/machines/${extends_.id}/extend`, {});
  expect(asked.status).toBe(202);
  const extended = await extends_.member.waitFor(
    extends_.id,
    'the extension is there',
    ({ expiresAt }) => expiresAt !== before.expiresAt,
  );
  const gained = Date.parse(extended.expiresAt ?? '') - Date.parse(before.expiresAt ?? '');
  expect(gained).toBe((before.extension?.minutes ?? 0) * 60_000);
  expect((await extends_.member.wallet()).availableEarned).toBe(
    50 - (before.charge?.price ?? 0) - (before.extension?.price ?? 0),
  );

  expect(await product.pressCtrlC()).toEqual({ code: 0, leftovers: [] });
}, 240_000);

type Life = { member: Member; id: string };

async function look(lives: readonly Life[]): Promise<(Life & { machine: Machine })[]> {
  return Promise.all(lives.map(async (life) => ({ ...life, machine: await life.member.machine(life.id) })));
}

async function registerAdmin(): Promise<Member> {
  const admin = await registerMember(product.url);
  const answer = await admin.request('POST', '/api/v1/setup', { code: product.setupCode });
  expect(answer.status).toBeLessThan(300);
  return admin;
}

/** A page of the dashboard in a browser of its own, signed in as this member. */
async function openPage(member: Member, path: string): Promise<Page> {
  const page = await (await browser.createBrowserContext()).newPage();
  await page.goto(`${product.url}/sign-in`);
  await typeInto(page, 'E-mail', member.email);
  await typeInto(page, 'Password', member.password);
  await pressButton(page, 'Sign in');
  await seeText(page, 'Pick a machine');
  await page.goto(`${product.url}${path}`);
  return page;
}
