import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import type { PageInput, ScreenInput } from './send-input.ts';

/** Of what an admin did and the page has not taken yet; more is left out. */
const waitingMax = 200;

/** Puts what an admin does on the page, one after another, while that is allowed. A page that is gone takes nothing. */
export function createInputQueue(isAllowed: () => boolean): (page: PageInput, input: ScreenInput) => void {
  let turn = Promise.resolve();
  let waiting = 0;
  return (page, input) => {
    if (waiting >= waitingMax) return;
    waiting += 1;
    turn = turn
      .then(() => (isAllowed() ? page.send(input) : undefined))
      .catch(() => undefined)
      .finally(() => (waiting -= 1));
  };
}

export function isInput(message: ScreenControl): message is ScreenInput {
  return inputs.has(message.type);
}

const inputs: ReadonlySet<ScreenControl['type']> = new Set(['pointer', 'wheel', 'key', 'text']);
