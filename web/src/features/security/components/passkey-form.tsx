import { type Passkey, PasskeyName } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { accountKey } from '../../accounts/api/get-account.ts';
import { addPasskey } from '../api/add-passkey.ts';
import { renamePasskey } from '../api/rename-passkey.ts';

const NameValues = z.object({ name: PasskeyName });

export function AddPasskeyForm({ onClose }: { onClose: () => void }) {
  return (
    <NameForm
      name={t`This device`}
      send={addPasskey}
      act={<Trans>Make the passkey</Trans>}
      done={t`The passkey is added.`}
      onClose={onClose}
    />
  );
}

type RenamePasskeyFormProps = { passkey: Passkey; onClose: () => void };

export function RenamePasskeyForm({ passkey, onClose }: RenamePasskeyFormProps) {
  return (
    <NameForm
      name={passkey.name}
      send={(name) => renamePasskey(passkey.id, name)}
      act={<Trans>Save the name</Trans>}
      done={t`The name is saved.`}
      onClose={onClose}
    />
  );
}

type NameFormProps = {
  name: string;
  send: (name: string) => Promise<unknown>;
  act: ReactNode;
  done: string;
  onClose: () => void;
};

function NameForm({ name, send, act: words, done, onClose }: NameFormProps) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(NameValues), defaultValues: { name } });
  const act = useAct({
    send: (values: { name: string }) => send(values.name),
    onDone: () => {
      void client.invalidateQueries({ queryKey: accountKey });
      toast.success(done);
      onClose();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['name'], form.setError)),
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <Field
        label={t`Name`}
        hint={t`So that you know it again, e.g. the device it is on.`}
        error={fieldWords(form.formState.errors.name, t`From 1 to 60 characters`)}
      >
        {(control) => <input {...control} autoComplete="off" maxLength={60} {...form.register('name')} />}
      </Field>
      <DialogActions>
        <Button onClick={onClose} disabled={act.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button type="submit" look="coin" pending={act.isPending}>
          {words}
        </Button>
      </DialogActions>
    </form>
  );
}
