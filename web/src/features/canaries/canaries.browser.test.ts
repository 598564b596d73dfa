import { expect, test } from 'vitest';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aCanary, someCanaries } from '../../testing/data-care.ts';
import { aLab } from '../../testing/data-operator.ts';
import { pressButton, seeText, until } from '../../testing/page-acts.ts';
import { asAdmin } from '../../testing/tour-setup.ts';

const fixture = openBrowserFixture();

test('a canary asked for is under way on the seat that was chosen, and its outcome comes by itself', async () => {
  const { page, broker } = fixture;
  asAdmin(broker);
  const { operator } = broker.world;
  operator.canaries = someCanaries();
  await page.goto(`${broker.url}/admin/labs/${aLab().id}`);
  await seeText(page, 'Its machine, with 1 piece of evidence');
  const seat = operator.seats[0];
  const choice = await page.waitForSelector('::-p-aria([name="On this seat"])');
  await page.waitForFunction(`document.querySelector('option[value="${seat?.id}"]') !== null`);
  await choice?.select(seat?.id ?? '');
  await pressButton(page, 'Try now');
  const newest = (text: string) =>
    page.waitForFunction(`document.querySelector('details')?.innerText.includes(${JSON.stringify(text)})`);
  await newest('Running');
  await newest(`asked for by ${broker.world.me?.name ?? ''}`);
  expect(operator.canaries[0]).toMatchObject({ seat: { id: seat?.id }, outcome: null });

  operator.canaries[0] = aCanary({ id: operator.canaries[0]?.id ?? '', by: 'Ada Moreno' });
  await newest('It works');
});

test('stealth can be switched on only after a permission record', async () => {
  const { page, broker } = fixture;
  asAdmin(broker);
  const { operator } = broker.world;
  const lab = aLab();
  const stealth = 'input[name="stealth"]';
  operator.labs = [{ ...lab, permission: null, stealth: false }];
  await page.goto(`${broker.url}/admin/labs/${lab.id}/edit`);
  await page.waitForSelector(`${stealth}:disabled`);
  await seeText(page, 'record by what right it is automated');
  await pressButton(page, 'Save the lab');
  await until(() => (operator.labs[0]?.revision ?? 0) > lab.revision, 'the lab, saved without it');
  expect(operator.labs[0]?.stealth).toBe(false);

  operator.labs = [{ ...lab, stealth: false }];
  await page.goto(`${broker.url}/admin/labs/${lab.id}/edit`);
  await page.locator(`${stealth}:enabled`).click();
  await pressButton(page, 'Save the lab');
  await until(() => operator.labs[0]?.stealth === true, 'the saved lab');
});
