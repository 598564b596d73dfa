import type { Page } from 'puppeteer';
import { aMember, anAdmin } from './data-catalog.ts';
import {
  aFailedMachine,
  aMachine,
  aQueuedMachine,
  aReadyMachine,
  aStoppedMachine,
  someEvents,
  someLog,
} from './data-machines.ts';
import type { FakeBroker } from './fake-broker.ts';

/** A page in a state worth looking at: the screenshots and the accessibility test walk the same list. */
export type Tour = {
  name: string;
  path: string;
  /** Text that shows the page has come. */
  shows: string;
  prepare?: (broker: FakeBroker) => void;
  act?: (page: Page) => Promise<void>;
  dialog?: boolean;
};

export function asMember(broker: FakeBroker): void {
  broker.world.me = aMember();
  broker.world.machines = [
    aMachine(),
    aQueuedMachine(),
    aReadyMachine(),
    aFailedMachine(),
    aStoppedMachine(),
  ];
}

export function asAdmin(broker: FakeBroker): void {
  asMember(broker);
  broker.world.me = anAdmin();
}

/** A page that is kept up to date; its log is a little longer than a phone shows. */
export function withLive(machine: ReturnType<typeof aMachine>, lines = 24) {
  return (broker: FakeBroker): void => {
    asMember(broker);
    broker.world.machines = [machine];
    broker.live.send('machine', machine);
    if (machine.attempt > 1) for (const event of someEvents()) broker.live.send('event', event);
    if (lines > 0) broker.live.send('log', { chunks: someLog(lines) });
  };
}

export async function press(page: Page, name: string): Promise<void> {
  await page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
  await page.waitForSelector('[role="dialog"]');
}
