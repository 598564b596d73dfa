import { streamCloseCodes, TerminalDown } from '@coinslot/shared/http/terminal.ts';
import { expect, test } from 'vitest';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aMember, uuid } from '../../testing/data-catalog.ts';
import { aReadyMachine, aStoppedMachine } from '../../testing/data-machines.ts';
import { pressButton, seeText, until } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();
const terminalId = uuid(700);

function say(message: TerminalDown): void {
  fixture.broker.terminal.sendText(TerminalDown.parse(message));
}

async function openTerminal(): Promise<void> {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  broker.world.machines = [aReadyMachine()];
  broker.live.send('machine', aReadyMachine());
  await page.goto(`${broker.url}/machines/${aReadyMachine().id}`);
  await pressButton(page, 'Open a terminal');
  await until(() => broker.terminal.watchers() === 1, 'the terminal');
  say({ type: 'terminal', id: terminalId, from: 0, isNew: true, replayed: 0 });
}

function shown(): Promise<string> {
  return fixture.page.$eval(
    '[data-testid="terminal"] .xterm-rows',
    (rows) => (rows as HTMLElement).innerText,
  );
}

test('what is typed goes to the machine, what it prints is shown, and a cut line goes on behind the last byte', async () => {
  const { page, broker } = fixture;
  await openTerminal();
  broker.terminal.sendBytes('member@otter:~$ ');
  await seeText(page, 'member@otter:~$');
  await page.keyboard.type('ls');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await until(() => broker.terminal.typed() === 'ls\t\r', 'what was typed');

  broker.terminal.cut();
  await until(() => broker.terminal.openings.length === 2, 'the second opening');
  expect(Object.fromEntries(broker.terminal.openings[1] ?? [])).toMatchObject({
    terminal: terminalId,
    after: '16',
  });
  say({ type: 'terminal', id: terminalId, from: 16, isNew: false, replayed: 9 });
  broker.terminal.sendBytes('notes.txt');
  await seeText(page, 'notes.txt');
  expect((await shown()).match(/member@otter/g)).toHaveLength(1);

  // A large paste arrives whole, in frames that are not too large.
  const before = broker.terminal.typed().length;
  await page.$eval('.xterm-helper-textarea', (field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'ä'.repeat(200_000));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  await until(() => broker.terminal.typed().length >= before + 200_000, 'the paste');

  // A reload asks for the same terminal from its beginning.
  await page.reload();
  await until(() => broker.terminal.openings.length === 3, 'the opening after a reload');
  expect(Object.fromEntries(broker.terminal.openings[2] ?? [])).toMatchObject({
    terminal: terminalId,
    after: '0',
  });
  // A program's question of then is not answered once more: the answer would stand in the shell as if typed.
  const whereIsTheCursor = '\u001B[6n';
  const kept = `what was$ ${whereIsTheCursor}`;
  say({ type: 'terminal', id: terminalId, from: 0, isNew: false, replayed: kept.length });
  broker.terminal.sendBytes(kept);
  await seeText(page, 'what was$');
  broker.terminal.sendBytes(whereIsTheCursor);
  await until(() => broker.terminal.typed().includes('R'), 'the answer');
  expect(broker.terminal.typed().match(/\u001B\[/gu)).toHaveLength(1);
});

test('another size of the window is told, and the keyboard finds its way out', async () => {
  const { page, broker } = fixture;
  await openTerminal();
  const before = broker.terminal.messages.length;
  await pressButton(page, 'Fill the window');
  await until(() => broker.terminal.messages.length > before, 'the new size');
  expect(broker.terminal.messages.at(-1)).toMatchObject({ type: 'resize' });
  await page.keyboard.down('Control');
  await page.keyboard.down('Shift');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Shift');
  await page.keyboard.up('Control');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain('Copy');
  expect(broker.terminal.typed()).toBe('');

  // Whatever fills the window is all there is: Tab finds nothing of the page behind it.
  for (let tab = 0; tab < 12; tab += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('header, nav, footer')?.tagName)).toBe(
      undefined,
    );
    if (await page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea'))) break;
  }
  await pressButton(page, 'Back to the page');
  expect(await page.$$('[inert]')).toEqual([]);

  await pressButton(page, 'Close the terminal');
  await until(() => broker.terminal.watchers() === 0, 'the end of the line');
  expect(broker.terminal.messages.at(-1)).toEqual({ type: 'close' });
});

test('a shell that did not outlive its worker is not passed off as the one before: what that printed stays above a line that says so', async () => {
  const { page, broker } = fixture;
  await openTerminal();
  broker.terminal.sendBytes('\u001B[?1049h\u001B[31mfull screen');
  await seeText(page, 'full screen');
  // It takes the mouse, and the line is cut within a sequence.
  broker.terminal.sendBytes('\u001B[?1049lafter it$ export A=1\u001B[?1002h\u001B[?1006h\u001B[3');
  await seeText(page, 'export A=1');
  broker.terminal.cut();
  await until(() => broker.terminal.openings.length === 2, 'the second opening');
  say({ type: 'terminal', id: uuid(702), from: 0, isNew: true, replayed: 0 });
  broker.terminal.sendBytes('fresh$ ');
  await seeText(page, 'fresh$');
  expect(await shown()).toMatch(/export A=1[^]*this is a new shell[^]*fresh\$/u);
  await page.click('.xterm-screen');
  await page.keyboard.type('x');
  await until(() => broker.terminal.typed().includes('x'), 'what was typed');
  expect(broker.terminal.typed()).toBe('x');
  await page.reload();
  await until(() => broker.terminal.openings.length === 3, 'the third opening');
  say({ type: 'terminal', id: uuid(703), from: 0, isNew: true, replayed: 0 });
  await seeText(page, 'this is a new shell');
});

test('the ends are told apart in words, and a new one can be opened', async () => {
  const { page, broker } = fixture;
  await openTerminal();
  say({ type: 'exit', code: 130 });
  await seeText(page, 'The shell has ended with exit code 130.');
  await pressButton(page, 'Open a new one');
  await until(() => broker.terminal.openings.length === 2, 'a new one');
  expect(broker.terminal.openings[1]?.has('terminal')).toBe(false);
  say({ type: 'terminal', id: uuid(701), from: 0, isNew: true, replayed: 0 });
  say({ type: 'fault', fault: 'unreachable' });
  broker.terminal.cut(streamCloseCodes.ended.code);
  await seeText(page, 'The machine does not answer.');

  // The machine's end takes the terminal along, and says so where it stood.
  broker.live.send('machine', { ...aStoppedMachine(), id: aReadyMachine().id, hasTerminal: false });
  await seeText(page, 'Buy again');
  await seeText(page, 'The machine does not answer.');
  expect(await page.$('::-p-aria([name="Open a new one"][role="button"])')).toBeNull();
});
