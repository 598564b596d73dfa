import { TestMailRequest } from '@coinslot/shared/http/admin-mail.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { testMail } from '../api/test-mail.ts';

/** Sends one mail with what is saved and shows what the mail server said. */
export function MailTestCard() {
  const me = useSignedIn();
  const [refusal, setRefusal] = useState<string | null>(null);
  const own = me && !me.email.endsWith('.invalid') ? me.email : '';
  const form = useForm({ resolver: zodResolver(TestMailRequest), defaultValues: { to: own } });
  const act = useAct({
    send: testMail,
    repeatable: true,
    onDone: () => setRefusal(null),
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['to'], form.setError)),
  });
  return (
    <Card>
      <CardTitle>
        <Trans>Test</Trans>
      </CardTitle>
      <form
        noValidate
        className="space-y-4"
        onSubmit={(event) => void form.handleSubmit((body) => act.run(body))(event)}
      >
        {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
        <Field
          label={t`Send a test mail to`}
          hint={t`With what is saved, not with what is typed above.`}
          error={fieldWords(form.formState.errors.to, t`An e-mail address`)}
        >
          {(control) => <input {...control} type="email" maxLength={254} {...form.register('to')} />}
        </Field>
        <Button type="submit" pending={act.isPending}>
          <Trans>Send it</Trans>
        </Button>
        {act.data ? <Notice tone={act.data.ok ? 'busy' : 'bad'}>{act.data.detail}</Notice> : null}
      </form>
    </Card>
  );
}
