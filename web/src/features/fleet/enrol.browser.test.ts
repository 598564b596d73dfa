import { expect, test } from 'vitest';
import { problem } from '../../testing/answers.ts';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aMember, anAdmin } from '../../testing/data-catalog.ts';
import { pressButton, seeText, typeInto, until } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();

test('an admin enrols a worker and sees the command; what was wrong stands at its field and stays typed', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  const create = broker.routes['POST /api/v1/admin/workers/enrolment-tokens'];
  broker.route('POST /api/v1/admin/workers/enrolment-tokens', () =>
    problem('invalid_request', { fields: { name: 'This name is taken.' } }),
  );
  await page.goto(`${broker.url}/admin/fleet`);
  await pressButton(page, 'Enrol a worker');
  await typeInto(page, 'Name', 'attic-9');
  await typeInto(page, 'Labels (optional)', 'linux, eu');
  await pressButton(page, 'Make the token');
  await seeText(page, 'This name is taken.');
  expect(await page.$eval('input[name="name"]', (input) => input.value)).toBe('attic-9');

  if (create) broker.route('POST /api/v1/admin/workers/enrolment-tokens', create);
  await pressButton(page, 'Make the token');
  await seeText(page, 'worker enrol --name attic-9');
  const sent = broker.requests.findLast(({ path }) => path.endsWith('/enrolment-tokens'));
  expect(sent?.body).toMatchObject({ name: 'attic-9', capacity: 2, labels: ['linux', 'eu'] });
});

test('revoking a worker needs its name typed', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/fleet`);
  await pressButton(page, 'attic-1');
  await pressButton(page, 'Revoke');
  await typeInto(page, 'Reason', 'Stolen host');
  const isDisabled = () => page.$eval('[role="dialog"] button[type="submit"]', (button) => button.disabled);
  await expect.poll(isDisabled).toBe(true);
  await typeInto(page, 'Type attic-1 to confirm', 'attic-1');
  await expect.poll(isDisabled).toBe(false);
  await pressButton(page, 'Revoke it');
  await until(() => broker.requests.some(({ path }) => path.endsWith('/revoke')), 'the request');
});

test('coins are adjusted with a preview of before and after', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  const bo = broker.world.house.users.find(({ name }) => name === 'Bo Lindqvist');
  await page.goto(`${broker.url}/admin/users/${bo?.id}`);
  await pressButton(page, 'Adjust coins of Bo Lindqvist');
  await typeInto(page, 'Coins', '-15');
  await seeText(page, 'Earned: 40 → 25');
  await typeInto(page, 'Reason', 'Granted twice');
  await pressButton(page, 'Adjust');
  await until(() => broker.requests.some(({ path }) => path.endsWith('/adjustments')), 'the request');
  const sent = broker.requests.findLast(({ path }) => path.endsWith('/adjustments'));
  expect(sent?.body).toEqual({ coins: -15, class: 'earned', reason: 'Granted twice' });
});

test('for a member without permissions the admin pages do not exist', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/admin/fleet`);
  await seeText(page, 'There is nothing here');
  expect(broker.requests.some(({ path }) => path.startsWith('/api/v1/admin'))).toBe(false);
});
