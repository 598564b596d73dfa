import { expect, test } from 'vitest';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aLiveView, aPicture, aWaitingLiveView } from '../../testing/data-care.ts';
import { aMachine } from '../../testing/data-machines.ts';
import { pressButton, seeText, until } from '../../testing/page-acts.ts';
import { asAdmin } from '../../testing/tour-setup.ts';

const fixture = openBrowserFixture();

async function openLiveView(): Promise<void> {
  const { page, broker } = fixture;
  await page.goto(`${broker.url}/admin/machines/${aMachine().id}/live-view`);
  await until(() => broker.screen.watchers() === 1, 'the line to the page');
}

function sendPicture(n: number): void {
  fixture.broker.screen.sendText({ type: 'still', isStill: true });
  const page = { width: 1280, height: 960, url: 'https://lab.example.org/login', title: 'Sign in' };
  fixture.broker.screen.sendText({ type: 'frame', n, ...page });
  fixture.broker.screen.sendBytes(aPicture());
}

test('who takes the page over clicks and types on it where the picture shows it, and gives it back', async () => {
  const { page, broker } = fixture;
  asAdmin(broker);
  broker.world.operator.liveView = aWaitingLiveView();
  await openLiveView();
  await seeText(
    page,
    'The lab asks for a second factor of its account holder. The page asks for a code of six digits.',
  );
  sendPicture(1);
  await page.waitForSelector('canvas:not(.invisible)');
  await until(() => broker.screen.messages.length === 1, 'that it was drawn');
  expect(broker.screen.messages).toEqual([{ type: 'drawn', n: 1 }]);

  // Before it is taken a click is none, and while the recipe works it cannot be taken.
  await page.locator('canvas').click();
  await pressButton(page, 'Take over');
  await until(() => broker.screen.messages.length === 2, 'the wish');
  expect(broker.screen.messages[1]).toEqual({ type: 'take' });
  // That somebody of this name has it says nothing: it may be another window.
  broker.world.operator.liveView = aWaitingLiveView({ takenBy: broker.world.me?.name ?? '' });
  await seeText(page, `${broker.world.me?.name ?? ''} has the page`);
  broker.screen.sendText({ type: 'hand', mine: true });
  await seeText(page, 'You have the page');

  const { left, top, width, height } = await page.$eval('canvas', (canvas) => {
    canvas.scrollIntoView({ block: 'center' });
    const box = canvas.getBoundingClientRect();
    return { left: box.left, top: box.top, width: box.width, height: box.height };
  });
  await page.mouse.click(left + width / 4, top + height / 2);
  await page.keyboard.type('7');
  await until(
    () => broker.screen.messages.some((each) => has(each, { type: 'key', action: 'up' })),
    'the key',
  );
  const [down] = broker.screen.messages.filter((each) => has(each, { type: 'pointer', action: 'down' }));
  expect(down).toMatchObject({ button: 'left', clicks: 1 });
  // A quarter of the picture is a quarter of the page.
  expect(Math.abs((down as { x: number }).x - 320)).toBeLessThan(3);
  expect(Math.abs((down as { y: number }).y - 480)).toBeLessThan(3);
  expect(broker.screen.messages).toContainEqual({ type: 'key', action: 'down', key: '7', code: 'Digit7' });

  await page.mouse.click(left + 20, top + 20, { button: 'right' });
  await page.mouse.click(left + width / 2, top + height / 2, { count: 2 });
  const presses = () =>
    broker.screen.messages
      .filter((each) => has(each, { type: 'pointer', action: 'down' }))
      .map((each) => each as { button: string; clicks: number });
  await until(() => presses().length === 4, 'the other clicks');
  expect(presses().map(({ button, clicks }) => `${button} ${clicks}`)).toEqual([
    'left 1',
    'right 1',
    'left 1',
    'left 2',
  ]);

  // What an input method composes comes as text; the way out lets go of the keys that are down.
  const session = await page.createCDPSession();
  await session.send('Input.imeSetComposition', { text: '´', selectionStart: 1, selectionEnd: 1 });
  await session.send('Input.insertText', { text: 'é' });
  await until(() => broker.screen.messages.some((each) => has(each, { type: 'text', text: 'é' })), 'the é');
  await page.keyboard.down('Control');
  await page.keyboard.down('Shift');
  await page.keyboard.press('Enter');
  await until(
    () => broker.screen.messages.some((each) => has(each, { type: 'key', action: 'up', key: 'Control' })),
    'the letting go',
  );
  await page.keyboard.up('Shift');
  await page.keyboard.up('Control');
  expect(broker.screen.messages.some((each) => has(each, { key: 'Enter' }))).toBe(false);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Give the page back');

  await pressButton(page, 'Give the page back');
  await until(
    () => broker.screen.messages.some((each) => has(each, { type: 'give_back' })),
    'the giving back',
  );
  broker.screen.sendText({ type: 'hand', mine: false });
  await pressButton(page, 'Go on');
  await page.waitForFunction('!document.body.innerText.includes("It waits for a person")');
});

test('another one who has the page is named, a page that closed is said, and pictures go on after a cut', async () => {
  const { page, broker } = fixture;
  asAdmin(broker);
  broker.world.operator.liveView = aLiveView({ takenBy: 'Bo Lindqvist' });
  await openLiveView();
  await seeText(page, 'Bo Lindqvist has the page');
  expect(
    await page.$eval(
      '::-p-aria([name="Take over"][role="button"])',
      (button) => (button as HTMLButtonElement).disabled,
    ),
  ).toBe(true);
  broker.screen.sendText({ type: 'no_page' });
  await seeText(page, 'No page of the lab is open just now.');
  broker.screen.cut();
  await until(() => broker.screen.openings.length === 2, 'the second opening');
  sendPicture(5);
  await page.waitForSelector('canvas:not(.invisible)');
  await seeText(page, 'https://lab.example.org/login');
});

function has(message: unknown, wanted: Record<string, unknown>): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => (message as Record<string, unknown>)[name] === value,
  );
}
