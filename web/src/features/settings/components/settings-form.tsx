import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatDateTime } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { FormActions } from '../../../ui/form-section.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';

type SettingsFormProps = {
  isDirty: boolean;
  isPending: boolean;
  onSubmit: () => Promise<void>;
  /** Why it was not saved. */
  notices: ReactNode;
  /** Who saved it last; left out where nobody keeps it. */
  last?: { updatedAt: string | null; updatedBy: string | null };
  children: ReactNode;
};

/** The frame of a form of settings: fields, what went wrong, who saved last, the button. */
export function SettingsForm({ isDirty, isPending, onSubmit, notices, last, children }: SettingsFormProps) {
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
      {notices}
      <FormActions>
        {last ? <p className="text-soft my-auto text-sm sm:mr-auto">{sayLast(last)}</p> : null}
        <Button type="submit" look="coin" pending={isPending}>
          <Trans>Save</Trans>
        </Button>
      </FormActions>
    </form>
  );
}

function sayLast({ updatedAt, updatedBy }: NonNullable<SettingsFormProps['last']>): string {
  if (!updatedAt) return t`Never changed: this is how it came.`;
  const at = formatDateTime(updatedAt);
  return updatedBy ? t`Saved ${at} by ${updatedBy}.` : t`Saved ${at}.`;
}
