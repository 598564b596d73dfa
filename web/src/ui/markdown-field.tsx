import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type ComponentProps, type ReactNode, useState } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { classNames } from '../lib/class-names.ts';
import { Button } from './button.tsx';
import { Field } from './field.tsx';

type MarkdownFieldProps = {
  label: string;
  error?: string | undefined;
  maxLength: number;
  rows?: number;
  /** Made by `register(name)`. */
  field: UseFormRegisterReturn;
  /** The text as it will be read. */
  preview: ReactNode;
  /** Buttons above the text. */
  tools?: ReactNode;
  textarea?: Pick<ComponentProps<'textarea'>, 'onPaste' | 'onDrop' | 'onDragOver' | 'onSelect'>;
};

/** A text in Markdown beside how it will look; on a phone one of the two at a time. */
export function MarkdownField(props: MarkdownFieldProps) {
  const { label, error, maxLength, rows = 18, field, preview, tools, textarea } = props;
  const [shown, setShown] = useState<'text' | 'preview'>('text');
  return (
    <div data-wide>
      <div className="mb-3 flex flex-wrap gap-2">
        <span className="flex gap-2 lg:hidden">
          <Button size="small" aria-pressed={shown === 'text'} onClick={() => setShown('text')}>
            <Trans>Write</Trans>
          </Button>
          <Button size="small" aria-pressed={shown === 'preview'} onClick={() => setShown('preview')}>
            <Trans>Preview</Trans>
          </Button>
        </span>
        {tools}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Field
          label={label}
          hint={t`Markdown: # heading, **bold**, - list, [words](https://address).`}
          error={error}
          className={shown === 'preview' ? 'max-lg:hidden' : ''}
        >
          {(control) => (
            <textarea
              {...control}
              {...textarea}
              rows={rows}
              maxLength={maxLength}
              className={classNames(control.className, 'font-mono text-sm!')}
              {...field}
            />
          )}
        </Field>
        <section
          aria-label={t`Preview`}
          className={classNames('min-w-0 space-y-1.5', shown === 'text' && 'max-lg:hidden')}
        >
          <p aria-hidden className="text-sm font-semibold">
            <Trans>Preview</Trans>
          </p>
          {preview}
        </section>
      </div>
    </div>
  );
}
