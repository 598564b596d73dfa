import { RedeemVoucherRequest } from '@coinslot/shared/http/vouchers.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { formatCoins } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PlainInput } from '../../../ui/plain-input.tsx';
import { meKey } from '../../accounts/api/get-me.ts';
import { walletKey } from '../../wallet/api/get-wallet.ts';
import { redeemVoucher } from '../api/redeem-voucher.ts';

/** A code, and the coins it gives. */
export function RedeemForm({ code = '' }: { code?: string }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(RedeemVoucherRequest), defaultValues: { code } });
  const act = useAct({
    send: redeemVoucher,
    repeatable: true,
    onDone: () => {
      setRefusal(null);
      form.reset({ code: '' });
      for (const queryKey of [meKey, walletKey]) void client.invalidateQueries({ queryKey });
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['code'], form.setError)),
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      {act.data ? (
        <Notice tone="busy">
          <Trans>
            {act.data.voucherName}: {formatCoins(act.data.coins)} are in your wallet.
          </Trans>
        </Notice>
      ) : null}
      <Field
        label={t`Voucher code`}
        hint={t`Capitals, spaces and hyphens do not matter.`}
        error={fieldWords(form.formState.errors.code, t`Type the code, at most 64 characters`)}
      >
        {(control) => (
          <PlainInput
            {...control}
            className={`${control.className} font-mono`}
            autoCapitalize="characters"
            autoCorrect="off"
            maxLength={64}
            {...form.register('code')}
          />
        )}
      </Field>
      <Button type="submit" look="coin" wide pending={act.isPending}>
        <Trans>Redeem</Trans>
      </Button>
    </form>
  );
}
