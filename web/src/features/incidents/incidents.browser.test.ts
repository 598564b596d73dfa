import { expect, test } from 'vitest';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { anIncident, someIncidents } from '../../testing/data-incidents.ts';
import { pressButton, seeText, until } from '../../testing/page-acts.ts';
import { asAdmin } from '../../testing/tour-setup.ts';

const fixture = openBrowserFixture();

const { incident, session } = anIncident();

test('what is stuck is listed with its next try, by kind too; when nothing is, the page says so by itself', async () => {
  const { page, broker } = fixture;
  asAdmin(broker);
  await page.goto(`${broker.url}/admin/incidents`);
  await seeText(page, 'A worker’s key is used twice');
  await seeText(page, 'brave-otter-12');
  await seeText(page, 'next at');
  const kind = await page.waitForSelector('::-p-aria([name="Kind"])');
  await kind?.select('lab_stranger');
  await page.waitForFunction(`!document.body.innerText.includes('brave-otter-12')`);
  await kind?.select('');
  await seeText(page, 'brave-otter-12');
  broker.world.incidents.open = [];
  await seeText(page, 'Nothing is stuck.');
  broker.world.incidents.open = someIncidents();
  await page.goto(`${broker.url}/admin/incidents/closed`);
  await seeText(page, 'lasted 1 h');
  await seeText(page, 'by itself');
});

test('a seat is released only by the typed tag, coins go back at most as far as they were taken, and both are said', async () => {
  const { page, broker } = fixture;
  const { incidents } = broker.world;
  asAdmin(broker);
  await page.goto(`${broker.url}/admin/incidents/${encodeURIComponent(incident.id)}`);
  await seeText(page, 'had a lab asked again to end a session');
  const reason = 'the hub was closed for good';

  await pressButton(page, 'Refund');
  await page.locator('input[name="coins"]').fill('8');
  await page.locator('input[name="reason"]').fill(reason);
  const send = page.locator('[role="dialog"] button[type="submit"]');
  await send.click();
  await seeText(page, 'A whole number from 1 to 7');
  await page.locator('input[name="coins"]').fill('7');
  await send.click();
  await until(() => incidents.acts.length === 1, 'the refund');
  expect(incidents.acts[0]).toEqual({
    path: `/api/v1/admin/machines/${incident.machineId}/refund`,
    body: { coins: 7, reason },
  });

  await seeText(page, 'The coins are back with their owner.');
  await pressButton(page, 'Release the seat');
  await page.locator('input[name="tag"]').fill('cs-another');
  await page.locator('input[name="reason"]').fill(reason);
  await page.locator('[role="dialog"] button[type="submit"]').click();
  await seeText(page, 'It is not this tag');
  expect(incidents.acts).toHaveLength(1);
  await page.locator('input[name="tag"]').fill(session?.tag ?? '');
  await page.locator('[role="dialog"] button[type="submit"]').click();
  await until(() => incidents.acts.length === 2, 'the release');
  expect(incidents.acts[1]).toMatchObject({ body: { certainOfTag: session?.tag, reason } });
  await seeText(page, 'It is over.');
});

test('a refund that the server does not answer is repeated as one; its dialog stays until the server has decided', async () => {
  const { page, broker } = fixture;
  const { incidents } = broker.world;
  asAdmin(broker);
  const refundRoute = broker.routes['POST /api/v1/admin/machines/:id/refund'];
  let dropped = 0;
  let dropping = true;
  broker.route('POST /api/v1/admin/machines/:id/refund', (request, world) => {
    if (!dropping && refundRoute) return refundRoute(request, world);
    dropped += 1;
    return 'drop';
  });
  await page.goto(`${broker.url}/admin/incidents/${encodeURIComponent(incident.id)}`);
  await pressButton(page, 'Refund');
  await page.locator('input[name="coins"]').fill('2');
  await page.locator('input[name="reason"]').fill('the hub was closed for good');
  await page.locator('[role="dialog"] button[type="submit"]').click();
  await until(() => dropped > 0, 'the lost answer');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[role="dialog"] button[aria-label="Close"]:disabled');
  dropping = false;
  await seeText(page, 'The coins are back with their owner.');
  expect(incidents.acts).toHaveLength(1);
  await page.waitForFunction(`document.querySelector('[role="dialog"]') === null`);
});
