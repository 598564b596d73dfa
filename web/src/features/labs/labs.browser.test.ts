import { expect, test } from 'vitest';
import { problem } from '../../testing/answers.ts';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { anAdmin } from '../../testing/data-catalog.ts';
import { aLab, aSeat } from '../../testing/data-operator.ts';
import { followLink, pressButton, seeText, typeInto, until } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();
const secret = 'correct-horse-battery';

function lastBody(method: string, ending: string): unknown {
  return fixture.broker.requests.findLast((sent) => sent.method === method && sent.path.endsWith(ending))
    ?.body;
}

test('from a new lab over its permission and a seat to a product that is on sale', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/labs`);
  await followLink(page, 'New lab');
  await typeInto(page, 'Name', 'Course lab');
  await typeInto(page, 'Address of its console', 'https://lab.example.org');
  await pressButton(page, 'Create the lab');
  await seeText(page, 'Nothing is sold without a permission record.');
  expect(lastBody('POST', '/admin/labs')).toMatchObject({
    baseUrl: 'https://lab.example.org',
    listLagMs: 60_000,
  });

  await pressButton(page, 'Record the permission');
  await typeInto(page, 'Note', 'Contract 2026-11');
  await pressButton(page, 'I confirm it');
  await seeText(page, 'Confirmed by');
  await seeText(page, 'Ada Moreno');

  await followLink(page, 'New seat');
  await typeInto(page, 'User name at the lab', 'course-1');
  await typeInto(page, 'Password', secret);
  await page.locator('::-p-aria([name="Only at these times"][role="radio"])').click();
  await pressButton(page, 'Add a time on Monday');
  await pressButton(page, 'Copy to Tue–Fri');
  await pressButton(page, 'Create the seat');
  await seeText(page, 'Mon–Fri 09:00–17:00');
  expect(lastBody('POST', '/seats')).toMatchObject({ username: 'course-1', password: secret, maxUses: null });

  await page.goto(`${broker.url}/admin/products/new`);
  await typeInto(page, 'Name', 'Course machine');
  await typeInto(page, 'Template', 'course');
  await page.select('select[name="labId"]', broker.world.operator.labs.at(-1)?.id ?? '');
  await page.locator('::-p-aria([name="On sale"][role="checkbox"])').click();
  await page.locator('::-p-aria([name="Members may buy more time"][role="checkbox"])').click();
  await pressButton(page, 'Create the product');
  await seeText(page, 'Course machine is saved.');
  expect(lastBody('POST', '/admin/products')).toMatchObject({
    name: 'Course machine',
    onSale: true,
    stock: null,
    extension: { minutes: 30, price: 5 },
  });
});

test("a seat's password is sent once and is nowhere in the page afterwards; left empty, none is sent", async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/labs/${aLab().id}`);
  await followLink(page, 'Edit coinslot-1');
  await seeText(page, 'Leave it empty to keep the present one');
  await expect
    .poll(() => page.$eval('input[type="password"]', (input) => [input.value, input.autocomplete]))
    .toEqual(['', 'new-password']);
  await typeInto(page, 'New password', secret);
  await pressButton(page, 'Save the seat');
  await seeText(page, 'coinslot-1 is saved.');
  expect(lastBody('PUT', `/seats/${aSeat().id}`)).toMatchObject({ password: secret, revision: 1 });
  expect(await page.content()).not.toContain(secret);

  await followLink(page, 'Edit coinslot-1');
  await seeText(page, 'Leave it empty to keep the present one');
  expect(await page.$$eval('input', (inputs) => inputs.map(({ value }) => value))).not.toContain(secret);
  await typeInto(page, 'Note (optional)', 'Mended');
  await pressButton(page, 'Save the seat');
  await until(() => broker.requests.filter(({ method }) => method === 'PUT').length === 2, 'the second save');
  expect(lastBody('PUT', `/seats/${aSeat().id}`)).not.toHaveProperty('password');
});

test('the kill switch asks for a reason, says what it ends, and the lab can be reopened', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/labs/${aLab().id}`);
  await pressButton(page, 'Switch off');
  await seeText(page, 'Also end what runs and waits there (4 machines, 1 waiting)');
  await page.locator('[role="dialog"] input[type="checkbox"]').click();
  await seeText(page, 'Members get the coins for the unused time back');
  await pressButton(page, 'Switch off and end them');
  await seeText(page, 'At least 3 characters');
  await typeInto(page, 'Reason', 'Smoke in the rack');
  await pressButton(page, 'Switch off and end them');
  await seeText(page, '5 machines are being ended');
  await seeText(page, 'by Ada Moreno: Smoke in the rack');
  await pressButton(page, 'Reopen');
  await typeInto(page, 'Reason', 'No smoke');
  await pressButton(page, 'Reopen it');
  await seeText(page, 'The lab is open.');
});

test('when somebody else saved first, what was typed stays, and the newer one can be loaded or written over', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  const address = `${broker.url}/admin/labs/${aLab().id}/edit`;
  const saveElsewhere = (name: string) => {
    broker.world.operator.labs = broker.world.operator.labs.map((lab) =>
      lab.id === aLab().id ? { ...lab, name, revision: lab.revision + 1 } : lab,
    );
  };
  await page.goto(address);
  await typeInto(page, 'Name', ' of mine');
  saveElsewhere('Theirs');
  await pressButton(page, 'Save the lab');
  await seeText(page, 'Name from “Bundled lab” to “Theirs”');
  expect(await page.$eval('input[name="name"]', (input) => input.value)).toBe('Bundled lab of mine');
  await pressButton(page, 'Load the newer one');
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('input[name="name"]')?.value === 'Theirs',
  );

  await typeInto(page, 'Name', ' and mine');
  saveElsewhere('Theirs again');
  await pressButton(page, 'Save the lab');
  await pressButton(page, 'Keep what I typed');
  await pressButton(page, 'Save the lab');
  await seeText(page, 'Theirs and mine is saved.');
});

test('a new lab without a name, or with an address that is none, is refused at its fields', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/labs/new`);
  await pressButton(page, 'Create the lab');
  await seeText(page, 'From 1 to 80 characters');
  await seeText(page, 'An http or https address');
  await typeInto(page, 'Name', 'Course lab');
  await typeInto(page, 'Address of its console', 'foo');
  await pressButton(page, 'Create the lab');
  await seeText(page, 'An http or https address');
  await expect
    .poll(() =>
      page.$$eval('[aria-invalid="true"]', (fields) => fields.map((field) => field.getAttribute('name'))),
    )
    .toEqual(['baseUrl']);
  expect(broker.requests.some(({ method }) => method === 'POST')).toBe(false);
});

test("the server's remarks stand at their fields, nothing typed is lost, and leaving asks first", async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  broker.route('POST /api/v1/admin/labs', () =>
    problem('invalid_request', { fields: { '/baseUrl': 'does not answer' } }),
  );
  await page.goto(`${broker.url}/admin/labs`);
  await followLink(page, 'New lab');
  await typeInto(page, 'Name', 'Course lab');
  await typeInto(page, 'Address of its console', 'https://lab.example.org');
  await pressButton(page, 'Create the lab');
  await seeText(page, 'does not answer');
  await page.waitForSelector('input[name="baseUrl"]:focus');

  await followLink(page, 'Fleet');
  await seeText(page, 'Leave without saving?');
  await pressButton(page, 'Stay here');
  await page.goBack();
  await seeText(page, 'Leave without saving?');
  await pressButton(page, 'Stay here');
  await expect.poll(() => new URL(page.url()).pathname).toBe('/admin/labs/new');
  expect(await page.$eval('input[name="name"]', (input) => input.value)).toBe('Course lab');
  await page.goBack();
  await pressButton(page, 'Leave it');
  await page.waitForFunction(() => location.pathname === '/admin/labs');
});

test('the hours of a seat are typed with the keyboard alone and refused where they overlap', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/labs/${aLab().id}/seats/${aSeat().id}`);
  await seeText(page, 'At any time');
  await page.focus('::-p-aria([name="At any time"][role="radio"])');
  await page.keyboard.press('ArrowDown');
  await seeText(page, 'Sunday');
  for (const time of [0, 1]) {
    await page.focus('::-p-aria([name="Add a time on Sunday"])');
    await page.keyboard.press('Enter');
    // A new time has the focus, so that it can be typed at once.
    await page.waitForSelector(`input[name="windows.${time}.from"]:focus`);
  }
  await pressButton(page, 'Save the seat');
  await seeText(page, 'Overlaps another time of this day');
  await page.focus('::-p-aria([name="Remove this time on Sunday"])');
  await page.keyboard.press('Enter');
  await pressButton(page, 'Save the seat');
  await seeText(page, 'Sun 09:00–17:00');
});
