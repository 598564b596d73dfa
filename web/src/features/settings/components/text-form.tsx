import { type AdminSettings, PageSettings } from '@coinslot/shared/http/admin-settings.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { Card } from '../../../ui/card.tsx';
import { MarkdownField } from '../../../ui/markdown-field.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SaveNotices } from '../../../ui/save-notices.tsx';
import { type GroupItem, useGroupSave } from '../use-group-save.ts';
import { SettingsForm } from './settings-form.tsx';

type Item = GroupItem<PageSettings>;
type TextFormProps = { page: 'terms' | 'privacy'; settings: AdminSettings };

/** One of the texts that the house owes its members. */
export function TextForm({ page, settings }: TextFormProps) {
  const pick = (all: AdminSettings): Item => ({ ...all[page].values, revision: all[page].revision });
  const [opened, setOpened] = useState(() => pick(settings));
  return (
    <Fields
      key={opened.revision}
      page={page}
      item={opened}
      pick={pick}
      last={settings[page]}
      onOpen={setOpened}
    />
  );
}

type FieldsProps = {
  page: 'terms' | 'privacy';
  item: Item;
  pick: (all: AdminSettings) => Item;
  last: AdminSettings['terms'];
  onOpen: (item: Item) => void;
};

function Fields({ page, item, pick, last, onOpen }: FieldsProps) {
  const form = useForm({ resolver: zodResolver(PageSettings), defaultValues: { markdown: item.markdown } });
  const { errors, isDirty } = form.formState;
  const save = useGroupSave<PageSettings, 'markdown'>({
    group: page,
    item,
    pick,
    names: ['markdown'],
    setError: form.setError,
    onSaved: onOpen,
  });
  const text = useWatch({ control: form.control, name: 'markdown' });
  return (
    <SettingsForm
      isDirty={isDirty}
      isPending={save.isPending}
      onSubmit={form.handleSubmit(save.run)}
      last={last}
      notices={<SaveNotices save={save} item={item} labels={{ markdown: msg`Text` }} onLoadNewer={onOpen} />}
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
