import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { inTransaction, openDb } from '../../../broker/src/database/db.ts';
import { findFreePort } from '../../../broker/src/database/embedded/free-port.ts';
import { type FleetWorld, startFleetWorld } from '../../../broker/src/domains/fleet/testing/fleet-world.ts';
import { adjustWallet } from '../../../broker/src/domains/wallet/index.ts';
import { buildDashboard } from '../../../web/src/testing/build-dashboard.ts';
import { launchBrowser } from '../../../web/src/testing/launch-browser.ts';
import { pressButton, seeText } from '../../../web/src/testing/page-acts.ts';
// It says what the run provides.
import '../../../web/src/testing/global-setup.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import { openPlace } from '../run/place.ts';
import { openDatabases } from '../simulator/databases.ts';

const restarting = 'The server is restarting. This page goes on by itself when it is back.';

const place = openPlace(() => undefined);
let world: FleetWorld;
let browser: Browser;
let publicUrl: string;

beforeAll(async () => {
  const port = await findFreePort();
  publicUrl = `http://localhost:${port}`;
  const { databaseUrl: url, superuserUrl, drop } = await openDatabases(await startPostgres(place)).make();
  const db = openDb({ url, poolSize: 10, applicationName: 'restart', onConnectionError: () => undefined });
  const database = { db, url, superuserUrl, close: () => db.$client.end().then(drop) };
  const environment = {
    BROKER_PORT: String(port),
    BROKER_PUBLIC_URL: publicUrl,
    BROKER_WEB_DIR: await buildDashboard(inject('dashboardFolder')),
  };
  world = await startFleetWorld(environment, { database });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
  await place.close();
});

/** A page of the member's, on its own: background tabs are slowed down. */
async function openAt(path: string): Promise<Page> {
  const context = await browser.createBrowserContext();
  for (const pair of world.member.cookie().split('; ')) {
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    await context.setCookie({ name, value, domain: 'localhost', path: '/', secure: true, httpOnly: true });
  }
  const page = await context.newPage();
  await page.setViewport({ width: 1100, height: 800 });
  page.setDefaultTimeout(60_000);
  await page.goto(`${publicUrl}${path}`);
  return page;
}

test('over a restart of the broker pages say so calmly and go on by themselves: live page, half-filled form, and a purchase in flight, bought once', async () => {
  const { db } = world.broker.database;
  const { id: userId } = await world.member.me();
  await inTransaction(db, (tx) =>
    adjustWallet(tx, {
      userId,
      class: 'bought',
      coins: 100,
      reason: 'test',
      actor: 'test',
      reference: 'test',
    }),
  );
  // A worker that is away: what is bought waits.
  await world.enrol('away');
  const watchedId = await world.buy();
  await db.$client.query('update products set price = 5');
  const [watching, typing, buying] = [
    await openAt(`/machines/${watchedId}`),
    await openAt('/account'),
    await openAt('/shop'),
  ];
  await seeText(watching, 'Waiting');
  await typing.locator('input[name="name"]').fill('Half a na');
  const products = await db.$client.query('select name from products order by name limit 1');
  await pressButton(buying, `Buy ${String(products.rows[0]?.name)}`);
  await buying.locator('::-p-text(Buy for 5)').wait();

  await world.broker.restart(async () => {
    // In the middle of the restart, when nobody listens.
    await pressButton(buying, 'Buy for 5 coins');
    await Promise.all([buying, watching].map((page) => seeText(page, restarting)));
    const folder = process.env['COINSLOT_PICTURES'];
    if (folder !== undefined) {
      await watching.screenshot({ path: `${folder}/restart-watching.png` });
      await buying.screenshot({ path: `${folder}/restart-buying.png` });
    }
  });

  await buying.waitForFunction(`/\\/machines\\/[0-9a-f-]{36}$/.test(location.pathname)`);
  const bought = await db.$client.query('select id from machines where owner_id = $1 and price = 5', [
    userId,
  ]);
  expect(bought.rows).toHaveLength(1);
  expect(buying.url()).toContain(String(bought.rows[0]?.id));
  for (const page of [watching, typing, buying])
    await page.waitForFunction(`!document.body.innerText.includes(${JSON.stringify(restarting)})`);
  expect(await typing.$eval('input[name="name"]', (input) => input.value)).toBe('Half a na');
  // The live page hears of what happens now, without having been loaded again.
  await watching.evaluate(`window.wasNotLoadedAgain = true`);
  const session = world.broker.visitor();
  expect((await session.get('/readyz')).status).toBe(200);
  await db.$client.query('update machines set queue_deadline_at = now() where id = $1', [watchedId]);
  await world.machineUntil(watchedId, ({ state }) => state === 'failed');
  await watching.waitForFunction(`!document.body.innerText.includes('Waiting')`);
  expect(await watching.evaluate(`window.wasNotLoadedAgain`)).toBe(true);
}, 180_000);
