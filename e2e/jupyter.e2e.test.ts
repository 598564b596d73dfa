import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreatedApiKey } from '@coinslot/shared/http/api-keys.ts';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../web/src/testing/launch-browser.ts';
import { pressButton, seeText, typeInto } from '../web/src/testing/page-acts.ts';
import { startJupyterHub, type JupyterHub } from '../worker/src/testing/jupyter-hub.ts';
import { jupyterTitle, missingJupyter } from '../worker/src/testing/jupyter-requirements.ts';
import { addHubLab } from './harness/add-hub-lab.ts';
import { runCoinslot } from './harness/coinslot-command.ts';
import { launchProduct, type LaunchedProduct } from './harness/launcher.ts';
import { registerMember, type Member } from './harness/member.ts';
import { sshRun } from './harness/ssh.ts';
import { waitUntil } from './harness/wait-until.ts';

describe.skipIf(missingJupyter !== null)(jupyterTitle('a JupyterHub beside the bundled lab'), () => {
  let browser: Browser;
  let dataDir: string;
  let product: LaunchedProduct;
  let hub: JupyterHub;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'coinslot-hub-'));
    [browser, product, hub] = await Promise.all([launchBrowser(), launchProduct(dataDir), startJupyterHub()]);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await product.pressCtrlC();
    await hub.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  test('a member buys a machine at each, works in one by ssh and in the other by the gateway and the page; an admin pauses it and looks on; its end leaves nothing at the hub', async () => {
    const admin = await registerMember(product.url);
    await admin.request('POST', '/api/v1/setup', { code: product.setupCode });
    await addHubLab(admin, { hub, username: 'seat-1', product: 'Notebook' });

    const member = await registerMember(product.url);
    const bundled = await member.buy('Linux small');
    const bought = await member.buy('Notebook');
    await member.waitFor(bought.id, 'it is being prepared', ({ state }) => state === 'provisioning');
    const paused = await admin.request('POST', `/api/v1/admin/machines/${bought.id}/pause`, {});
    expect(paused.status).toBeLessThan(300);
    const watching = await openPage(admin, `/admin/machines/${bought.id}/live-view`);
    await seeText(watching, hub.url);
    await pressButton(watching, 'Go on');

    const isReady = { timeoutMs: 90_000 };
    await waitUntil('both are ready', async () => isServed(member, [bundled.id, bought.id]), isReady);
    const direct = await sshRun(await member.endpoint(bundled.id), 'id -un');
    expect(direct).toMatchObject({ code: 0, stdout: 'coinslot\n' });

    const terminal = { server: product.url, apiKey: await makeKey(member), home: dataDir };
    const typed = await runCoinslot(terminal, ['ssh', bought.name, '--', 'id -un; exit 3']);
    expect(typed, typed.stderr).toMatchObject({ code: 3, stdout: 'jupyter\n' });

    const page = await openPage(member, `/machines/${bought.id}`);
    await pressButton(page, 'Open a terminal');
    await page.waitForSelector(
      '::-p-xpath(//*[@data-testid="terminal"]//*[contains(@class, "xterm-rows")][contains(., "$")])',
    );
    await page.keyboard.type('echo six-times-seven-is-$((6*7))\n');
    await seeText(page, 'six-times-seven-is-42');
    await page.reload();
    await seeText(page, 'six-times-seven-is-42');

    const left = async () => [...(await hub.pidsOf('sshd')), ...(await hub.pidsOf('notebook', 'seat-1'))];
    expect(await left()).not.toEqual([]);
    expect((await member.request('POST', `/api/v1/machines/${bought.id}/stop`)).status).toBe(200);
    await seeText(page, 'You stopped this machine.');
    await waitUntil('the hub runs nothing of it', async () => ((await left()).length === 0 ? true : null));
    expect(await product.pressCtrlC()).toEqual({ code: 0, leftovers: [] });
  }, 240_000);

  async function openPage(who: Member, path: string): Promise<Page> {
    const page = await (await browser.createBrowserContext()).newPage();
    await page.goto(`${product.url}/sign-in`);
    await typeInto(page, 'E-mail', who.email);
    await typeInto(page, 'Password', who.password);
    await pressButton(page, 'Sign in');
    await seeText(page, 'Pick a machine');
    await page.goto(`${product.url}${path}`);
    return page;
  }
});

async function isServed(member: Member, ids: readonly string[]): Promise<true | null> {
  const machines = await Promise.all(ids.map((id) => member.machine(id)));
  const failed = machines.find(({ state }) => state === 'failed');
  if (failed !== undefined) throw new Error(`${failed.productName} failed: ${failed.endDetail ?? ''}`);
  return machines.every(({ state }) => state === 'ready') ? true : null;
}

async function makeKey(member: Member): Promise<string> {
  const scopes = ['machines.read', 'machines.connect'];
  const made = await member.request('POST', '/api/v1/api-keys', { name: 'ssh', scopes, expiresInDays: 1 });
  return CreatedApiKey.parse(made.body).secret ?? '';
}
