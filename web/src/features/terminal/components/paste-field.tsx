import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';

type PasteFieldProps = { onPaste: (text: string) => void; onCancel: () => void };

/** Where a text is put first when the browser does not let the page read the clipboard. */
export function PasteField({ onPaste, onCancel }: PasteFieldProps) {
  const [text, setText] = useState('');
  return (
    <div className="space-y-2">
      <Field label={t`Paste here, then send it to the terminal`}>
        {(control) => (
          <textarea
            {...control}
            ref={focusOnce}
            rows={3}
            spellCheck={false}
            autoCapitalize="none"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button size="small" disabled={text === ''} onClick={() => onPaste(text)}>
          <Trans>Send it</Trans>
        </Button>
        <Button size="small" look="quiet" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </div>
  );
}

function focusOnce(field: HTMLTextAreaElement | null): void {
  field?.focus();
}
