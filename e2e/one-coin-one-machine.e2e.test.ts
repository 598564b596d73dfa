import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreatedApiKey } from '@coinslot/shared/http/api-keys.ts';
import { Machine, MachinePage } from '@coinslot/shared/http/machines.ts';
import type { Browser, BrowserContext, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../web/src/testing/launch-browser.ts';
import { pressButton, seeText, typeInto } from '../web/src/testing/page-acts.ts';
import { runCoinslot } from './harness/coinslot-command.ts';
import { launchProduct, type LaunchedProduct } from './harness/launcher.ts';
import { sshRun } from './harness/ssh.ts';

const password = 'a long enough passphrase';

let browser: Browser;
let dataDir: string;
let product: LaunchedProduct;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'coinslot-story-'));
  [browser, product] = await Promise.all([launchBrowser(), launchProduct(dataDir)]);
}, 120_000);

afterAll(async () => {
  await browser.close();
  // After a failure in the middle it still runs; a second Ctrl-C is harmless.
  await product.pressCtrlC();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

test('an admin sets up with the code; a member buys in the page, logs in by ssh, stops; the coins are exact; Ctrl-C leaves nothing and the next start has it all', async () => {
  const admin = await register('Ines Admin');
  await seeText(admin, 'Setup code');
  await typeInto(admin, 'Setup code', product.setupCode ?? '');
  await pressButton(admin, 'Become the first admin');
  await seeText(admin, 'Needs a person');

  const member = await register('Ada Member');
  await seeText(member, 'Pick a machine');
  await pressButton(member, 'Buy Linux small');
  const buy = await member.waitForSelector('::-p-aria([name="Buy for 10 coins"][role="button"])');
  await buy?.click({ count: 2 });
  await member.waitForSelector('::-p-aria([name="Show password"])', { timeout: 60_000 });

  const answer = await sshRun(await readConnectionCard(member), 'id; uname -a');
  expect(answer.stdout).toMatch(/uid=1000\(coinslot\)/);
  expect(answer.stdout).toMatch(/Linux/);
  expect(answer.code).toBe(0);

  const terminal = { server: product.url, apiKey: await makeKey(member), home: dataDir };
  const name = (await machineOf(member)).name;
  const typed = await runCoinslot(terminal, ['ssh', name, '--', 'id -un; exit 3']);
  expect(typed).toMatchObject({ code: 3, stdout: 'coinslot\n' });
  const log = await runCoinslot(terminal, ['logs', name]);
  expect({ code: log.code, isEmpty: log.stdout === '' }).toEqual({ code: 0, isEmpty: false });

  await pressButton(member, 'Stop');
  await pressButton(member, 'Stop it');
  await seeText(member, 'You stopped this machine.');
  const shown = await machineOf(member);
  await member.goto(`${product.url}/wallet`);
  await seeText(member, 'Welcome coins');
  await seeText(member, '40');
  expect(await countMachines(member), 'a double click is one machine').toBe(1);

  await admin.goto(`${product.url}/admin/machines`);
  await seeText(admin, shown.name);

  expect(await product.pressCtrlC()).toEqual({ code: 0, leftovers: [] });
  product = await launchProduct(dataDir);
  expect(product.setupCode).toBeNull();
  const again = await signIn('Ada Member');
  await again.goto(`${product.url}/wallet`);
  await seeText(again, '40');
  expect(await product.pressCtrlC()).toEqual({ code: 0, leftovers: [] });
}, 240_000);

async function newPage(): Promise<Page> {
  const context: BrowserContext = await browser.createBrowserContext();
  return context.newPage();
}

function emailOf(name: string): string {
  return `${name.toLowerCase().replace(' ', '.')}@example.org`;
}

async function register(name: string): Promise<Page> {
  const page = await newPage();
  await page.goto(`${product.url}/register`);
  await typeInto(page, 'Name', name);
  await typeInto(page, 'E-mail', emailOf(name));
  await typeInto(page, 'Password', password);
  await pressButton(page, 'Create account');
  return page;
}

async function signIn(name: string): Promise<Page> {
  const page = await newPage();
  await page.goto(`${product.url}/sign-in`);
  await typeInto(page, 'E-mail', emailOf(name));
  await typeInto(page, 'Password', password);
  await pressButton(page, 'Sign in');
  await seeText(page, 'Pick a machine');
  return page;
}

/** What a member would copy from the card: everything `ssh` needs, read from the page itself. */
async function readConnectionCard(page: Page) {
  await pressButton(page, 'Show password');
  await page.waitForSelector('::-p-aria([name="Hide password"])');
  await page.$eval('details', (details) => (details.open = true));
  const lines = await page.$$eval('code', (codes) => codes.map((code) => code.textContent ?? ''));
  const command = lines.find((line) => line.startsWith('ssh ')) ?? '';
  const match = /^ssh -p (?<port>\d+) -o HostKeyAlias=(?<alias>\S+) (?<user>\S+)@(?<host>\S+)$/.exec(command);
  expect(match, `an ssh command among ${lines.length} lines`).not.toBeNull();
  return {
    kind: 'ssh' as const,
    tunnel: 'direct' as const,
    port: Number(match?.groups?.['port']),
    username: match?.groups?.['user'] ?? '',
    host: match?.groups?.['host'] ?? '',
    alias: match?.groups?.['alias'] ?? '',
    password: await page.$eval('[data-testid="password"]', (element) => element.textContent ?? ''),
    privateKey: null,
    hostKeyFingerprint: lines.find((line) => line.startsWith('SHA256:')) ?? '',
    knownHostsLine: lines.find((line) => line.includes('ssh-ed25519 ')) ?? null,
    verifiedAt: new Date().toISOString(),
  };
}

async function machineOf(page: Page): Promise<Machine> {
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  return Machine.parse(await askAs(page, `/api/v1/machines/${id}`));
}

async function countMachines(page: Page): Promise<number> {
  return MachinePage.parse(await askAs(page, '/api/v1/machines')).items.length;
}

/** A key of whoever is signed in on this page, as its page makes one. */
async function makeKey(page: Page): Promise<string> {
  const made = await page.evaluate(async (): Promise<unknown> => {
    const body = { name: 'terminal', scopes: ['machines.read', 'machines.connect'], expiresInDays: 1 };
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    const answer = await fetch('/api/v1/api-keys', { method: 'POST', headers, body: JSON.stringify(body) });
    return answer.json();
  });
  return CreatedApiKey.parse(made).secret ?? '';
}

/** What the API answers to whoever is signed in on this page. */
async function askAs(page: Page, path: string): Promise<unknown> {
  return page.evaluate(async (asked): Promise<unknown> => (await fetch(asked)).json(), path);
}
