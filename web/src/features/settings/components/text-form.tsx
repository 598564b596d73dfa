import { type AdminSettings, PageSettings } from '@coinslot/shared/http/admin-settings.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm, useWatch } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { Card } from '../../../ui/card.tsx';
import { MarkdownField } from '../../../ui/markdown-field.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useGroupSave } from '../use-group-save.ts';
import { type GroupFieldsProps, OpenedGroup } from './opened-group.tsx';
import { SettingsForm } from './settings-form.tsx';

type TextFormProps = { page: 'terms' | 'privacy'; settings: AdminSettings };

/** One of the texts that the house owes its members. */
export function TextForm({ page, settings }: TextFormProps) {
  return <OpenedGroup name={page} settings={settings} fields={Fields} />;
}

function Fields({ name: page, item, group, onOpen }: GroupFieldsProps<TextFormProps['page']>) {
  const form = useForm({ resolver: zodResolver(PageSettings), defaultValues: { markdown: item.markdown } });
  const { errors, isDirty } = form.formState;
  const save = useGroupSave({
    group: page,
    item,
    names: ['markdown'],
    setError: form.setError,
    onSaved: onOpen,
  });
  const text = useWatch({ control: form.control, name: 'markdown' });
  return (
    <SettingsForm
      isDirty={isDirty}
      onSubmit={form.handleSubmit(save.run)}
      last={group}
      save={save}
      item={item}
      labels={{ markdown: msg`Text` }}
      onLoadNewer={onOpen}
    >
      {item.revision === 0 ? (
        <Notice tone="coin" announced={false}>
          <Trans>
            This text came with the software and is only a pattern. Write your own: you answer for it.
          </Trans>
        </Notice>
      ) : null}
      <p className="text-soft">
        {page === 'terms'
          ? t`New members agree to this when they register. It stands at /terms for everybody.`
          : t`What you keep about members, why and for how long. It stands at /privacy for everybody.`}
      </p>
      <MarkdownField
        label={page === 'terms' ? t`Terms` : t`Privacy`}
        error={fieldWords(errors.markdown, t`From 1 to 100,000 characters`)}
        maxLength={100_000}
        rows={22}
        field={form.register('markdown')}
        preview={
          <Card>
            <Markdown text={text} />
          </Card>
        }
      />
    </SettingsForm>
  );
}
