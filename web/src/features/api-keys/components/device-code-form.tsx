import { UserCode } from '@coinslot/shared/http/device-grant.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { fieldWords } from '../../../lib/field-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';

const CodeValues = z.object({ code: UserCode });

/** The code that the program shows. */
export function DeviceCodeForm({ onCode }: { onCode: (code: string) => void }) {
  const form = useForm({ resolver: zodResolver(CodeValues), defaultValues: { code: '' } });
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => void form.handleSubmit(({ code }) => onCode(code))(event)}
    >
      <Field
        label={t`Code`}
        hint={t`Eight letters, as the program shows them. Only type a code that you see on your own screen.`}
        error={fieldWords(form.formState.errors.code, t`Eight letters, like BCDF-GHJK`)}
      >
        {(control) => (
          <PlainInput
            {...control}
            className={`${control.className} font-mono tracking-widest uppercase`}
            autoCapitalize="characters"
            autoCorrect="off"
            maxLength={40}
            {...form.register('code')}
          />
        )}
      </Field>
      <Button type="submit" look="coin" wide>
        <Trans>Go on</Trans>
      </Button>
    </form>
  );
}
