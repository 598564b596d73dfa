import {
  EditNotificationPreferencesRequest,
  type NotificationPreferences,
} from '@coinslot/shared/http/notifications.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { preferencesKey } from '../api/get-preferences.ts';
import { savePreferences } from '../api/save-preferences.ts';
import { ChoiceTable } from './choice-table.tsx';
import { MailNotice } from './mail-notice.tsx';

/** What is told where. */
export function PreferencesForm({ preferences }: { preferences: NotificationPreferences }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(EditNotificationPreferencesRequest),
    defaultValues: { choices: preferences.choices, lowBalanceBelow: preferences.lowBalanceBelow },
  });
  const act = useAct({
    send: savePreferences,
    repeatable: true,
    onDone: (_answer, saved) => {
      setRefusal(null);
      form.reset(saved);
      toast.success(t`Your choices are saved.`);
      void client.invalidateQueries({ queryKey: preferencesKey });
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['lowBalanceBelow'], form.setError)),
  });
  return (
    <Card>
      <CardTitle>
        <Trans>What is told where</Trans>
      </CardTitle>
      <form noValidate className="space-y-5" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
        {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
        <MailNotice mail={preferences.mail} />
        <ChoiceTable register={form.register} hasWebhook={preferences.discord !== null} />
        <NumberField
          label={t`Tell me when I have fewer coins than`}
          hint={t`Empty: the price of the cheapest product.`}
          max={1_000_000}
          className="max-w-xs"
          error={fieldWords(form.formState.errors.lowBalanceBelow, t`A whole number from 0 to 1,000,000`)}
          field={form.register('lowBalanceBelow', numberValue)}
        />
        <Button type="submit" look="coin" pending={act.isPending}>
          <Trans>Save my choices</Trans>
        </Button>
      </form>
      <LeaveGuard when={form.formState.isDirty && !act.isPending} />
    </Card>
  );
}
