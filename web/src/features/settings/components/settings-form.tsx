import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatDateTime } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { FormActions } from '../../../ui/form-section.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { SaveNotices, type SaveNoticesProps } from '../../../ui/save-notices.tsx';
import { sayKeptName } from '../../../words/say-kept.ts';

type LastSave = { updatedAt: string | null; updatedBy: string | null };

type SettingsFormProps<Item> = SaveNoticesProps<Item> & {
  save: { isPending: boolean };
  isDirty: boolean;
  onSubmit: () => Promise<void>;
  /** Said in place of why it was not saved. */
  notice?: ReactNode;
  /** Who saved it last; left out where nobody keeps it. */
  last?: LastSave;
  children: ReactNode;
};

/** The frame of a form of settings: fields, what went wrong, who saved last, the button. */
export function SettingsForm<Item>(props: SettingsFormProps<Item>) {
  const { isDirty, onSubmit, notice, last, children, ...saving } = props;
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      <LeaveGuard when={isDirty} />
      {children}
      {notice ?? <SaveNotices {...saving} />}
      <FormActions>
        {last ? <p className="text-soft my-auto text-sm sm:mr-auto">{sayLast(last)}</p> : null}
        <Button type="submit" look="coin" pending={saving.save.isPending}>
          <Trans>Save</Trans>
        </Button>
      </FormActions>
    </form>
  );
}

function sayLast({ updatedAt, updatedBy: by }: LastSave): string {
  if (!updatedAt) return t`Never changed: this is how it came.`;
  const at = formatDateTime(updatedAt);
  const updatedBy = by && sayKeptName(by);
  return updatedBy ? t`Saved ${at} by ${updatedBy}.` : t`Saved ${at}.`;
}
