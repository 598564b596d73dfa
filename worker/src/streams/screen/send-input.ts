import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import type { CDPSession, KeyInput, Page } from 'puppeteer';

export type ScreenInput = Extract<ScreenControl, { type: 'pointer' | 'wheel' | 'key' | 'text' }>;

export type PageInput = {
  send: (input: ScreenInput) => Promise<void>;
  /** Lets go of the keys that are down. */
  release: () => Promise<void>;
};

/** Puts an admin's hand on a page. Keys that are down are let go by `release`. */
export function createPageInput(page: Page, session: CDPSession): PageInput {
  const down = new Set<KeyInput>();

  async function pressKey({ action, key }: Extract<ScreenInput, { type: 'key' }>): Promise<void> {
    // Puppeteer knows a keyboard of the United States; what is not on it is text.
    const named = key as KeyInput;
    try {
      if (action === 'down') await page.keyboard.down(named);
      else await page.keyboard.up(named);
      if (action === 'down') down.add(named);
      else down.delete(named);
    } catch {
      if (action === 'down' && isCharacter(key)) await page.keyboard.sendCharacter(key);
    }
  }

  async function send(input: ScreenInput): Promise<void> {
    switch (input.type) {
      case 'pointer': {
        const { x, y, button, clicks } = input;
        const type = pointerTypes[input.action];
        await session.send('Input.dispatchMouseEvent', { type, x, y, button, clickCount: clicks });
        return;
      }
      case 'wheel': {
        const { x, y, byX, byY } = input;
        await session.send('Input.dispatchMouseEvent', {
          type: 'mouseWheel',
          x,
          y,
          deltaX: byX,
          deltaY: byY,
        });
        return;
      }
      case 'key':
        return pressKey(input);
      case 'text':
        return page.keyboard.sendCharacter(input.text);
    }
  }

  return {
    send,
    async release() {
      for (const key of down) await page.keyboard.up(key).catch(() => undefined);
      down.clear();
    },
  };
}

/** Keys without a character have names: `Dead`, `F13`. */
function isCharacter(key: string): boolean {
  return /^.$/su.test(key);
}

const pointerTypes = { move: 'mouseMoved', down: 'mousePressed', up: 'mouseReleased' } as const;
