import { type Lab, LabPermissionRequest, PermissionKind } from '@coinslot/shared/http/admin-labs.ts';
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
import { DialogActions } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { say } from '../../../words/say.ts';
import { labsKey } from '../api/keys.ts';
import { setLabPermission } from '../api/set-lab-permission.ts';
import { permissionKinds } from '../describe-lab.ts';

const PermissionValues = LabPermissionRequest.shape.permission.unwrap();

export function PermissionForm({ lab, onClose }: { lab: Lab; onClose: () => void }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(PermissionValues),
    defaultValues: {
      kind: lab.permission?.kind ?? 'own_installation',
      note: lab.permission?.note ?? '',
    },
  });
  const { errors } = form.formState;
  const record = useAct({
    send: (permission: LabPermissionRequest['permission']) =>
      setLabPermission(lab.id, { revision: lab.revision, permission }),
    onDone: () => {
      toast.success(t`The permission for ${lab.name} is recorded.`);
      void client.invalidateQueries({ queryKey: labsKey });
      onClose();
    },
    onFailed: (error) => {
      // What was typed stays; the lab behind the dialog is loaded anew, so that sending again is based on it.
      void client.invalidateQueries({ queryKey: labsKey });
      setRefusal(applyFieldErrors(error, ['kind', 'note'], form.setError));
    },
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(record.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <Field label={t`By`} error={fieldWords(errors.kind, t`Choose one`)}>
        {(control) => (
          <select {...control} {...form.register('kind')}>
            {PermissionKind.options.map((kind) => (
              <option key={kind} value={kind}>
                {say(permissionKinds[kind])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label={t`Note`}
        error={fieldWords(errors.note, t`From 3 to 1,000 characters`)}
        hint={t`Where it can be looked up: the contract’s number, the letter’s date, who runs the installation.`}
      >
        {(control) => <textarea {...control} rows={3} maxLength={1000} {...form.register('note')} />}
      </Field>
      <DialogActions>
        <Button onClick={onClose} disabled={record.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button type="submit" look="coin" pending={record.isPending}>
          <Trans>I confirm it</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}
