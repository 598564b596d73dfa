import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';

/** Types into the lab's page on devices whose keyboard comes only for fields, and what a keyboard has no key for. */
export function TextToPage({ send }: { send: (control: ScreenControl) => void }) {
  const [text, setText] = useState('');
  function press(key: string): void {
    for (const action of ['down', 'up'] as const) send({ type: 'key', action, key, code: key });
  }
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== '') send({ type: 'text', text });
        setText('');
      }}
    >
      <Field label={t`Text for the page`} className="min-w-40 flex-1">
        {(control) => (
          <PlainInput
            {...control}
            maxLength={2000}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <Button type="submit">
        <Trans>Send</Trans>
      </Button>
      {['Enter', 'Tab', 'Backspace'].map((key) => (
        <Button key={key} onClick={() => press(key)}>
          {key}
        </Button>
      ))}
    </form>
  );
}
