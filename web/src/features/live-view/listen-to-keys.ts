import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import { cutText, isComposed, isOurKey } from './page-input.ts';

type KeyListening = {
  signal: AbortSignal;
  send: (control: ScreenControl) => void;
  /** Ctrl + Shift + Enter. */
  leave: () => void;
};

/** Sends the keys that are pressed in a field, one by one, and what is pasted or composed there, as text. The field stays empty. */
export function listenToKeys(field: HTMLTextAreaElement, { signal, send, leave }: KeyListening): void {
  /** What is down at the lab's page, by its place on the keyboard: with Shift let go meanwhile, the key up has another name. */
  const down = new Map<string, string>();

  function sendText(text: string): void {
    for (const piece of cutText(text)) send({ type: 'text', text: piece });
  }

  function flush(): void {
    const text = field.value;
    field.value = '';
    sendText(text);
  }

  function press(event: KeyboardEvent): void {
    if (isOurKey(event)) {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      leave();
      return;
    }
    if (isComposed(event)) return;
    event.preventDefault();
    const key = event.key.slice(0, 30);
    down.set(event.code, key);
    send({ type: 'key', action: 'down', key, code: event.code.slice(0, 30) });
  }

  function letGo(code: string): void {
    const key = down.get(code);
    if (key === undefined) return;
    down.delete(code);
    send({ type: 'key', action: 'up', key, code: code.slice(0, 30) });
  }

  field.addEventListener('keydown', press, { signal });
  field.addEventListener('keyup', ({ code }) => letGo(code), { signal });
  // Else Ctrl and Shift would stay down there after the way out, or Alt after a change of windows.
  field.addEventListener('blur', () => [...down.keys()].forEach(letGo), { signal });
  field.addEventListener('compositionend', flush, { signal });
  field.addEventListener(
    'input',
    (event) => {
      if (!(event instanceof InputEvent) || !event.isComposing) flush();
    },
    { signal },
  );
  field.addEventListener(
    'paste',
    (event) => {
      event.preventDefault();
      sendText(event.clipboardData?.getData('text') ?? '');
    },
    { signal },
  );
}
