import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabDraft, LabList } from '@coinslot/shared/http/admin-labs.ts';
import { SeatList } from '@coinslot/shared/http/admin-seats.ts';
import { AdminUserPage } from '@coinslot/shared/http/admin-users.ts';
import type { Machine } from '@coinslot/shared/http/machines.ts';
import type { Page } from 'puppeteer';
import { z } from 'zod';
import { buildWeb } from '../tools/web-build.ts';
import { launchBrowser } from '../web/src/testing/launch-browser.ts';
import { pressButton, seeText, typeInto } from '../web/src/testing/page-acts.ts';
import type { Member } from './harness/member.ts';
import { type ProductProcess, repositoryDir, startProductProcess } from './harness/product-process.ts';
import { startWorld, type World } from './harness/world.ts';

// Takes the README's pictures from the real product, with three workers and some members: `node e2e/take-pictures.ts [folder]`.
const folder = process.argv[2] ?? join(repositoryDir, 'docs/pictures');
const desk = { width: 1280, height: 860 };
/** For pages that have more to say than fits into a window. */
const tallDesk = { width: 1280, height: 1480 };
const listDesk = { width: 1280, height: 1280 };
const phone = { width: 390, height: 844, isMobile: true, hasTouch: true };
/** Slots of each worker, and machines at once on each of the two accounts at the lab: six slots, four places. */
const capacity = 2;

await buildWeb(repositoryDir);
// A provider that is set up has its button; nobody presses it here.
const discord = { BROKER_DISCORD_CLIENT_ID: 'not-asked', BROKER_DISCORD_CLIENT_SECRET: 'not-asked' };
const world = await startWorld({ capacity, brokerEnv: discord });
const moreWorkers: ProductProcess[] = [];
const browser = await launchBrowser();
try {
  for (const name of ['worker-2', 'worker-3']) moreWorkers.push(await addWorker(world, name));
  const admin = await world.registerAdmin('Ada Moreno');
  const member = await world.register('Grace Okoye');
  await fillHistory(world, member);
  await takeSignInPicture(world);
  await takeMemberPictures(world, member);
  await takeLiveViewPicture(world, admin);
  const waiting = await fillTheLab(world);
  await takeQueuePicture(world, waiting);
  await takeAdminPictures(world, admin);
  await takePeoplePictures(world, admin);
} finally {
  await browser.close();
  await Promise.all(moreWorkers.map(endWorker));
  await world.stop();
}

async function addWorker(product: World, name: string): Promise<ProductProcess> {
  const options = ['--pool', 'default', '--name', name, '--capacity', String(capacity), '--json'];
  const { token } = z
    .object({ token: z.string() })
    .parse(JSON.parse(await product.coinslot('worker', 'enrol', ...options)));
  return startProductProcess({
    file: 'worker/src/main.ts',
    env: {
      WORKER_BROKER_URL: `${product.origin.replace('http', 'ws')}/worker/v1`,
      WORKER_DATA_DIR: join(product.dataDir, name),
      COINSLOT_ENROLMENT_TOKEN: token,
    },
    readyMessage: 'worker is connected',
  });
}

async function endWorker(worker: ProductProcess): Promise<void> {
  worker.signal('SIGTERM');
  await worker.exited;
}

/** Machines that were used and stopped, and one that the lab could not start: wallet, waits and evidence have something to tell. */
async function fillHistory(product: World, member: Member): Promise<void> {
  for (const other of [member, await product.register('Tomas Berg'), await product.register('Mei Tanaka')]) {
    const used = await other.buy('Linux small, 15 minutes');
    await other.waitFor(used.id, 'ready', (machine) => machine.state === 'ready');
    await other.request('POST', `/api/v1/machines/${used.id}/stop`);
    await other.waitFor(used.id, 'the end', (machine) => machine.endedAt !== null);
  }
  await product.setLabSwitches({ startFails: {} });
  const failed = await member.buy('Linux small');
  await member.waitFor(failed.id, 'the failure', (machine) => machine.state === 'failed', 120_000);
  await product.setLabSwitches({ slow: { ms: 250 }, startSlowMs: { ms: 2500 } });
}

async function takeSignInPicture(product: World): Promise<void> {
  const page = await (await browser.createBrowserContext()).newPage();
  await page.setViewport(desk);
  await page.goto(`${product.origin}/sign-in`);
  await seeText(page, 'Discord');
  await shoot(page, 'sign-in');
}

async function takeMemberPictures(product: World, member: Member): Promise<void> {
  const page = await openAs(product, member, '/shop', 'Linux medium');
  await shoot(page, 'shop');
  const machine = await member.buy('Linux small');
  await page.goto(`${product.origin}/machines/${machine.id}`);
  const isWaiting = (one: { step: string }) => one.step === 'wait_for_lab';
  await member.waitFor(machine.id, 'waiting for the lab', (one) => one.steps.some(isWaiting));
  await sleep(1500);
  await shoot(page, 'machine-preparing');
  await member.waitFor(machine.id, 'ready', (one) => one.state === 'ready');
  await page.waitForSelector('::-p-aria([name="Show password"])');
  await member.request('POST', `/api/v1/machines/${machine.id}/extend`, {});
  const hasMore = (one: Machine) => one.extension?.pending === null && one.health?.state === 'ok';
  await member.waitFor(machine.id, 'more time, and a first check', hasMore);
  await page.locator('::-p-aria([name="Extend by itself"])').click();
  await member.waitFor(machine.id, 'auto-extend', (one) => one.autoExtend);
  await page.setViewport(tallDesk);
  await shoot(page, 'machine-ready');
  await page.setViewport(phone);
  await shoot(page, 'phone');
  await page.setViewport(desk);
  await takeTerminalPicture(page);
  await page.goto(`${product.origin}/wallet`);
  await seeText(page, 'Welcome coins');
  await shoot(page, 'wallet');
  await page.goto(`${product.origin}/notifications`);
  await seeText(page, `${machine.name} is ready`);
  await shoot(page, 'notifications');
}

/** The shell on the machine's page, after some commands. */
async function takeTerminalPicture(page: Page): Promise<void> {
  const hasPrinted = (text: string) =>
    page.waitForFunction(
      `document.querySelector('.xterm-rows')?.innerText.includes(${JSON.stringify(text)})`,
    );
  await pressButton(page, 'Open a terminal');
  await hasPrinted('$');
  await page.keyboard.type('ls --color=always / && for n in 1 2 3; do echo "lesson $n"; done\n');
  await hasPrinted('lesson 3');
  await page.evaluate(`document.querySelector('[data-testid="terminal"]').scrollIntoView({ block: 'end' })`);
  await shoot(page, 'terminal', { fromTop: false });
  await pressButton(page, 'Close the terminal');
}

/** A lab that asks its account holder to accept new terms: an admin has the page in hand. */
async function takeLiveViewPicture(product: World, admin: Member): Promise<void> {
  await keepPagesForAPerson(admin);
  await product.addLabSwitches({ terms: {} });
  const member = await product.register('Sven Ahlgren');
  const { id } = await member.buy('Linux small, 15 minutes');
  const page = await openAs(product, admin, `/admin/machines/${id}/live-view`, 'It waits for a person');
  await page.waitForSelector('canvas:not(.invisible)');
  await pressButton(page, 'Take over');
  await seeText(page, 'You have the page');
  await page.setViewport(tallDesk);
  await shoot(page, 'live-view');
  await product.takeOffLabSwitch('terms');
  await pressButton(page, 'Go on');
  await member.waitFor(id, 'ready', (machine) => machine.state === 'ready');
  await member.request('POST', `/api/v1/machines/${id}/stop`);
  await member.waitFor(id, 'the end', (machine) => machine.endedAt !== null);
}

async function keepPagesForAPerson(admin: Member): Promise<void> {
  const [lab] = (await admin.get('/api/v1/admin/labs', LabList)).items;
  if (!lab) throw new Error('the bundled lab is missing');
  const draft = LabDraft.parse(lab);
  const changed = { ...draft, operatorWaitMinutes: 10, revision: lab.revision };
  const answer = await admin.request('PUT', `/api/v1/admin/labs/${lab.id}`, changed);
  if (answer.status !== 200) throw new Error(`the lab was not changed: ${JSON.stringify(answer.body)}`);
}

/** Takes the lab's other three places; two more members then wait. Answers with the one whose turn is next. */
async function fillTheLab(product: World): Promise<{ member: Member; machineId: string }> {
  for (const name of ['Noor Haddad', 'Liam Walsh', 'Ines Costa']) {
    const member = await product.register(name);
    const machine = await member.buy('Linux small, 15 minutes');
    await member.waitFor(machine.id, 'ready', (one) => one.state === 'ready');
  }
  const next = await product.register('Yuki Sato');
  const { id } = await next.buy('Linux small, 15 minutes');
  await next.waitFor(id, 'the first place', (machine) => machine.queue?.position === 1);
  await (await product.register('Omar Farah')).buy('Linux medium');
  await next.waitFor(id, 'the one behind it', (machine) => machine.queue?.of === 2);
  return { member: next, machineId: id };
}

async function takeQueuePicture(
  product: World,
  { member, machineId }: { member: Member; machineId: string },
): Promise<void> {
  const page = await openAs(product, member, `/machines/${machineId}`, '1st of 2');
  await shoot(page, 'machine-queued');
}

async function takeAdminPictures(product: World, admin: Member): Promise<void> {
  const page = await openAs(product, admin, '/admin/fleet', 'worker-3');
  await page.setViewport(listDesk);
  await seeText(page, 'Yuki Sato');
  await shoot(page, 'admin-fleet');
  await page.goto(`${product.origin}/admin/labs/${await setHours(admin)}`);
  await seeText(page, 'seat-b');
  await shoot(page, 'admin-lab');
  await page.setViewport(desk);
  const [row] = await product.query<{ machine_id: string }>('select machine_id from evidence limit 1');
  await page.goto(`${product.origin}/admin/machines/${row?.machine_id}`);
  await seeText(page, 'Evidence');
  await pressButton(page, 'Open');
  await page.waitForSelector('img');
  await page.evaluate(`document.querySelector('img').closest('section, li').scrollIntoView()`);
  await shoot(page, 'admin-evidence', { fromTop: false });
}

/** What concerns people: the overview, and a member as an admin sees them. */
async function takePeoplePictures(product: World, admin: Member): Promise<void> {
  const page = await openAs(product, admin, '/admin', 'Overview');
  await page.setViewport(listDesk);
  await shoot(page, 'admin-overview');
  const { items } = await admin.get('/api/v1/admin/users?search=Grace', AdminUserPage);
  await page.goto(`${product.origin}/admin/users/${items[0]?.id}`);
  await seeText(page, 'Grace Okoye');
  await shoot(page, 'admin-user');
}

/** Gives the second seat hours, a longest machine and a rest, as an operator does. Answers with the lab's id. */
async function setHours(admin: Member): Promise<string> {
  const [lab] = (await admin.get('/api/v1/admin/labs', LabList)).items;
  const seats = await admin.get(`/api/v1/admin/labs/${lab?.id}/seats`, SeatList);
  const seat = seats.items.find(({ username }) => username === 'seat-b');
  if (!lab || !seat) throw new Error('the bundled lab or its second seat is missing');
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    fromMinute: weekday < 6 ? 8 * 60 : 10 * 60,
    toMinute: weekday < 6 ? 22 * 60 : 20 * 60,
  }));
  const { revision, username, note, maxConcurrent, maxUses } = seat;
  const terms = {
    username,
    note,
    maxConcurrent,
    maxUses,
    maxMinutes: 240,
    cooldownMinutes: 5,
    timeZone: 'UTC',
  };
  const answer = await admin.request('PUT', `/api/v1/admin/seats/${seat.id}`, { ...terms, revision, hours });
  if (answer.status !== 200) throw new Error(`the seat was not changed: ${JSON.stringify(answer.body)}`);
  return lab.id;
}

/** A page of the dashboard in a browser of its own, signed in as this person, at a path whose text has come. */
async function openAs(product: World, person: Member, path: string, text: string): Promise<Page> {
  const page = await (await browser.createBrowserContext()).newPage();
  await page.setViewport(desk);
  await page.goto(`${product.origin}/sign-in`);
  await typeInto(page, 'E-mail', person.email);
  await typeInto(page, 'Password', person.password);
  await pressButton(page, 'Sign in');
  await seeText(page, 'Pick a machine');
  await page.goto(`${product.origin}${path}`);
  await seeText(page, text);
  return page;
}

/** From the top, after fonts, transitions and toasts have settled. */
async function shoot(page: Page, name: string, { fromTop = true } = {}): Promise<void> {
  if (fromTop) await page.evaluate('window.scrollTo(0, 0)');
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await sleep(900);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
