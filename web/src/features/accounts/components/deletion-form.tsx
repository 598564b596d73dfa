import type { DeletionPreview } from '@coinslot/shared/http/account-data.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';
import { deleteAccount } from '../api/delete-account.ts';

type DeletionFormProps = { preview: DeletionPreview; leadsTo: string; onClose: () => void };

/** The typed word that keeps a slip of the hand from ending an account. */
export function DeletionForm({ preview, leadsTo, onClose }: DeletionFormProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const wanted = preview.typeOneOf.map((word) => word.trim().toLowerCase());
  const form = useForm({
    resolver: zodResolver(
      z.object({
        typed: z
          .string()
          .trim()
          .refine((typed) => wanted.includes(typed.toLowerCase())),
      }),
    ),
    defaultValues: { typed: '' },
  });
  const act = useAct({
    send: deleteAccount,
    // Nothing that was loaded for this member stays in memory.
    onDone: () => window.location.replace(leadsTo),
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['typed'], form.setError)),
  });
  const words = preview.typeOneOf[0] ?? '';
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <Field
        label={t`Type ${words} to go on`}
        error={fieldWords(form.formState.errors.typed, t`That is something else`)}
      >
        {(control) => <PlainInput {...control} maxLength={254} {...form.register('typed')} />}
      </Field>
      <DialogActions>
        <Button onClick={onClose} disabled={act.isPending}>
          <Trans>Keep my account</Trans>
        </Button>
        <Button type="submit" look="danger" pending={act.isPending || act.data !== undefined}>
          <Trans>Delete it for good</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}
