import { Machine } from '@coinslot/shared/http/machines.ts';
import { liveCloseCodes } from '@coinslot/shared/live-events/live-frame.ts';
import { expect, test } from 'vitest';
import { answer } from '../../../testing/answers.ts';
import { openBrowserFixture } from '../../../testing/browser-fixture.ts';
import { aMember } from '../../../testing/data-catalog.ts';
import {
  aMachine,
  aReadyMachine,
  aStoppedMachine,
  logLine,
  someSteps,
} from '../../../testing/data-machines.ts';
import { seeText, until } from '../../../testing/page-acts.ts';

const fixture = openBrowserFixture();

/** Opens the machine's page; with `sockets` refused it has to find the other way by itself. */
async function openMachine(
  machine: Machine,
  refused: 'nothing' | 'sockets' | 'everything' = 'nothing',
): Promise<void> {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  broker.world.machines = [machine];
  broker.live.refuse(refused);
  broker.live.send('machine', machine);
  await page.goto(`${broker.url}/machines/${machine.id}`);
  await page.waitForSelector(`[data-live="${refused === 'everything' ? 'polling' : 'live'}"]`);
}

function logText(): Promise<string> {
  return fixture.page.$eval('[role="log"]', (box) => (box as HTMLElement).innerText);
}

function timesInLog(text: string, line: string): number {
  return text.split('\n').filter((each) => each.includes(line)).length;
}

test.each(['nothing', 'sockets'] as const)(
  'with %s refused, steps and log appear live, and go on behind the last frame after the connection was cut',
  async (refused) => {
    const { page, broker } = fixture;
    await openMachine(aMachine(), refused);
    await seeText(page, 'Wait until the lab has started it');
    broker.live.send('log', { chunks: [logLine(1, 'first line')] });
    await seeText(page, 'first line');

    broker.live.cut();
    broker.live.send('log', { chunks: [logLine(2, 'said meanwhile')] });
    await until(() => broker.live.resumedFrom.length === 2, 'the second connection');
    expect(broker.live.resumedFrom).toEqual([null, '2.1.2']);
    await page.waitForSelector('[data-live="live"]');
    broker.live.send('log', { chunks: [logLine(1, 'first line'), logLine(3, 'last line')] });
    broker.live.send('machine', aReadyMachine({ id: aMachine().id }));
    await seeText(page, 'Your machine is ready');
    await seeText(page, 'last line');
    const text = await logText();
    expect(['first line', 'said meanwhile', 'last line'].map((line) => timesInLog(text, line))).toEqual([
      1, 1, 1,
    ]);
    expect(broker.live.attempts).toEqual(
      refused === 'nothing' ? ['socket', 'socket'] : ['socket', 'socket', 'event_source', 'event_source'],
    );
  },
);

test('cut again and again while lines come, the log has each line once and in order', async () => {
  const { page, broker } = fixture;
  await openMachine(aMachine());
  for (let line = 1; line <= 60; line += 1) {
    broker.live.send('log', { chunks: [logLine(line, `counted ${line} of 60`)] });
    if (line % 15 === 0) {
      broker.live.cut();
      await until(() => broker.live.watchers() === 1, 'a new connection');
    }
  }
  await seeText(page, 'counted 60 of 60');
  const numbers = await page.evaluate(async () => {
    const box = document.querySelector('[role="log"]');
    const seen = new Set<string>();
    if (box === null) return [];
    // Only rows in view are drawn: walk through all of them.
    for (let top = 0; top <= box.scrollHeight; top += 200) {
      box.scrollTop = top;
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      for (const row of box.querySelectorAll('[data-index]')) {
        seen.add(`${row.getAttribute('data-index')}:${/counted (\d+)/.exec(row.textContent)?.[1]}`);
      }
    }
    return [...seen];
  });
  expect(numbers).toEqual(Array.from({ length: 60 }, (_, index) => `${index}:${index + 1}`));
});

test('a page that was too slow is cut off and goes on behind its last frame', async () => {
  const { page, broker } = fixture;
  await openMachine(aMachine());
  broker.live.send('log', { chunks: [logLine(1, 'before the gap')] });
  broker.live.send('gap', { reason: 'slow_reader' });
  broker.live.closeWith(liveCloseCodes.slowReader.code);
  broker.live.send('log', { chunks: [logLine(2, 'behind the gap')] });
  await seeText(page, 'behind the gap');
  expect(timesInLog(await logText(), 'before the gap')).toBe(1);
});

test('signed out elsewhere, the page asks who is signed in, leads to the sign-in page and does not come back', async () => {
  const { page, broker } = fixture;
  await openMachine(aReadyMachine());
  broker.world.me = null;
  broker.live.closeWith(liveCloseCodes.signedOut.code);
  await seeText(page, 'You were signed out');
  await page.waitForSelector('::-p-aria([name="Sign in"][role="heading"])');
  expect(broker.live.attempts).toEqual(['socket']);
});

test('after the end nothing is opened again', async () => {
  const { page, broker } = fixture;
  await openMachine(aReadyMachine({ id: aStoppedMachine().id }));
  broker.live.send('machine', aStoppedMachine());
  broker.live.send('end', { reason: 'final' });
  broker.live.closeWith(liveCloseCodes.final.code);
  await page.waitForSelector('[data-live="ended"]');
  await seeText(page, 'How it ended');
  expect(broker.live.attempts).toEqual(['socket']);
});

test('a planned restart is shown as reconnecting and healed by a new socket', async () => {
  const { page, broker } = fixture;
  await openMachine(aReadyMachine());
  broker.live.send('end', { reason: 'restart' });
  broker.live.closeWith(liveCloseCodes.restart.code);
  await page.waitForSelector('[data-live="reconnecting"]');
  await page.waitForSelector('[data-live="live"]');
  expect(broker.live.attempts).toEqual(['socket', 'socket']);
});

test('where nothing can be opened the page asks every five seconds', async () => {
  const { page, broker } = fixture;
  const machine = aMachine({ attempt: 2, steps: someSteps(1) });
  await openMachine(machine, 'everything');
  expect(broker.live.attempts).toEqual(['socket', 'socket', 'event_source']);
  await seeText(page, 'Unpacking package 56 of 56');
  await seeText(page, "The lab's pages were too slow. We are trying again.");
  broker.route('GET /api/v1/machines/:id', () => answer(Machine, aReadyMachine({ id: machine.id })));
  await seeText(page, 'Your machine is ready');
});

test('a frame that breaks its contract makes the page ask instead of break', async () => {
  const { page, broker } = fixture;
  await openMachine(aMachine());
  broker.world.machines = [aReadyMachine({ id: aMachine().id })];
  broker.live.sendRaw('machine', { id: 7 });
  await page.waitForSelector('[data-live="polling"]');
  await seeText(page, 'Your machine is ready');
});
