import type { MailSettings } from '@coinslot/shared/http/admin-mail.ts';
import { t } from '@lingui/core/macro';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { Field } from '../../../ui/field.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';
import type { MailValues, TypedMailValues } from '../mail-values.ts';
import { SecretField } from './secret-field.tsx';

type MailFieldsProps = { form: UseFormReturn<TypedMailValues, unknown, MailValues>; settings: MailSettings };

export function MailFields({ form, settings }: MailFieldsProps) {
  const { errors } = form.formState;
  const [host, user] = useWatch({ control: form.control, name: ['host', 'user'] });
  // A password is only sent to the server and the user that it was given for.
  const movesAway = settings.hasPassword && (host !== settings.host || user !== settings.user);
  const isKept = settings.hasPassword && !movesAway;
  // Registered before the fields below: of those that are wrong, the first in this order gets the focus.
  const hostField = form.register('host');
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[1fr_7rem]">
        <Field
          label={t`Server`}
          error={fieldWords(errors.host, t`A host name or an address, without http://`)}
        >
          {(control) => (
            <PlainInput {...control} maxLength={255} placeholder="smtp.example.org" {...hostField} />
          )}
        </Field>
        <NumberField
          label={t`Port`}
          error={fieldWords(errors.port, t`From 1 to 65535`)}
          min={1}
          max={65_535}
          field={form.register('port', numberValue)}
        />
      </div>
      <Field label={t`Encryption`} error={fieldWords(errors.security, t`Choose one`)}>
        {(control) => (
          <select {...control} {...form.register('security')}>
            <option value="starttls">{t`STARTTLS: switches to encryption first (port 587)`}</option>
            <option value="tls">{t`TLS: encrypted from the first byte (port 465)`}</option>
            <option value="none">{t`None: only for a mail server on this machine`}</option>
          </select>
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t`User name (optional)`}
          error={fieldWords(errors.user, t`One line, at most 255 characters`)}
        >
          {(control) => <PlainInput {...control} maxLength={255} {...form.register('user')} />}
        </Field>
        <SecretField
          label={t`Password`}
          isSet={isKept}
          {...(movesAway ? { hint: t`For another server or user name it must be typed again.` } : {})}
          error={fieldWords(errors.password, t`At most 500 characters`)}
          field={form.register('password')}
        />
      </div>
      {isKept ? (
        <CheckField label={t`Forget the password that is kept`} {...form.register('withoutPassword')} />
      ) : null}
      <Field
        label={t`Sender`}
        hint={t`Most mail servers take only an address of their own.`}
        error={fieldWords(errors.from, t`An address, or a name and an address: Coinslot <coins@example.org>`)}
      >
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            maxLength={255}
            placeholder="Coinslot <coins@example.org>"
            {...form.register('from')}
          />
        )}
      </Field>
    </>
  );
}
