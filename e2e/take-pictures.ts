import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdminMachine } from '@coinslot/shared/http/machines.ts';
import type { Browser, Page } from 'puppeteer';
import { launchBrowser } from '../web/src/testing/launch-browser.ts';
import { pressButton, seeText, typeInto } from '../web/src/testing/page-acts.ts';
import type { Member } from './harness/member.ts';
import { repositoryDir } from './harness/product-process.ts';
import { startWorld, type World } from './harness/world.ts';

// Takes the README's pictures from the real product: `node e2e/take-pictures.ts [folder]`, after the dashboard was built.
const folder = process.argv[2] ?? join(repositoryDir, 'docs/pictures');
const desk = { width: 1280, height: 860 };
const phone = { width: 390, height: 844, isMobile: true, hasTouch: true };

const world = await startWorld({ capacity: 3 });
const browser = await launchBrowser();
try {
  const admin = await world.registerAdmin();
  const member = await world.register();
  await fillHistory(world, member);
  await takeMemberPictures(browser, world, member);
  await takeAdminPictures(browser, world, admin);
} finally {
  await browser.close();
  await world.stop();
}

/** A machine that was used and stopped, and one that the lab could not start: the wallet then has something to tell. */
async function fillHistory(product: World, member: Member): Promise<void> {
  const used = await member.buy('Linux small, 15 minutes');
  await member.waitFor(used.id, 'ready', (machine) => machine.state === 'ready');
  await member.request('POST', `/api/v1/machines/${used.id}/stop`);
  await member.waitFor(used.id, 'the end', (machine) => machine.endedAt !== null);
  await product.setLabSwitches({ startFails: {} });
  const failed = await member.buy('Linux small');
  await member.waitFor(failed.id, 'the failure', (machine) => machine.state === 'failed', 120_000);
  await product.setLabSwitches({ slow: { ms: 250 }, startSlowMs: { ms: 2500 } });
}

async function takeMemberPictures(chromium: Browser, product: World, member: Member): Promise<void> {
  const page = await openAs(chromium, product, member);
  await page.goto(`${product.origin}/shop`);
  await seeText(page, 'Linux medium');
  await shoot(page, 'shop');
  const machine = await member.buy('Linux small');
  await page.goto(`${product.origin}/machines/${machine.id}`);
  const isWaiting = (one: { step: string }) => one.step === 'wait_for_lab';
  await member.waitFor(machine.id, 'waiting for the lab', (one) => one.steps.some(isWaiting));
  await sleep(1500);
  await shoot(page, 'machine-preparing');
  await member.waitFor(machine.id, 'ready', (one) => one.state === 'ready');
  await page.waitForSelector('::-p-aria([name="Show password"])');
  await shoot(page, 'machine-ready');
  await page.setViewport(phone);
  await shoot(page, 'phone');
  await page.setViewport(desk);
  await page.goto(`${product.origin}/wallet`);
  await seeText(page, 'Welcome coins');
  await shoot(page, 'wallet');
}

async function takeAdminPictures(chromium: Browser, product: World, admin: Member): Promise<void> {
  const page = await openAs(chromium, product, admin);
  await page.goto(`${product.origin}/admin/fleet`);
  await seeText(page, 'worker-1');
  await shoot(page, 'admin-workers');
  const [row] = await product.query<{ machine_id: string }>('select machine_id from evidence limit 1');
  const failed = AdminMachine.parse(
    (await admin.request('GET', `/api/v1/admin/machines/${row?.machine_id}`)).body,
  );
  await page.goto(`${product.origin}/admin/machines/${failed.id}`);
  await seeText(page, 'Evidence');
  await pressButton(page, 'Open');
  await page.waitForSelector('img');
  await page.evaluate(`document.querySelector('img').closest('section, li').scrollIntoView()`);
  await shoot(page, 'admin-evidence');
}

async function openAs(chromium: Browser, product: World, person: Member): Promise<Page> {
  const page = await (await chromium.createBrowserContext()).newPage();
  await page.setViewport(desk);
  await page.goto(`${product.origin}/sign-in`);
  await typeInto(page, 'E-mail', person.email);
  await typeInto(page, 'Password', person.password);
  await pressButton(page, 'Sign in');
  await seeText(page, 'Pick a machine');
  return page;
}

/** After fonts, transitions and toasts have settled. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await sleep(900);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
