import { AdjustWalletRequest, type AdminUser } from '@coinslot/shared/http/admin-users.ts';
import type { Wallet } from '@coinslot/shared/http/wallet.ts';
import type { CoinClass } from '@coinslot/shared/states/charge.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { toast } from 'sonner';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { formatNumber } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Field } from '../../../ui/field.tsx';
import { meKey } from '../../accounts/api/get-me.ts';
import { usersKey } from '../../users/api/list-users.ts';
import { adjustWallet } from '../api/adjust-wallet.ts';
import { walletKey } from '../api/get-wallet.ts';

export function AdjustForm({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm<AdjustWalletRequest>({
    resolver: zodResolver(AdjustWalletRequest),
    defaultValues: { class: 'earned', reason: '' },
  });
  const { errors } = form.formState;
  const adjust = useAct({
    send: (body: AdjustWalletRequest, key) => adjustWallet(user.id, body, key),
    onDone: () => {
      toast.success(t`The wallet of ${user.name} was adjusted.`);
      for (const queryKey of [usersKey, meKey, walletKey]) void client.invalidateQueries({ queryKey });
      onClose();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['coins', 'class', 'reason'], form.setError)),
  });
  const [coins, coinClass] = useWatch({ control: form.control, name: ['coins', 'class'] });
  return (
    <DialogForm
      refusal={refusal}
      onSubmit={form.handleSubmit(adjust.run)}
      pending={adjust.isPending}
      act={t`Adjust`}
      keep={t`Not now`}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t`Class`} error={fieldWords(errors.class, t`Choose one`)}>
          {(control) => (
            <select {...control} {...form.register('class')}>
              <option value="earned">
                <Trans>Earned</Trans>
              </option>
              <option value="bought">
                <Trans>Bought</Trans>
              </option>
            </select>
          )}
        </Field>
        <Field
          label={t`Coins`}
          error={errors.coins && t`A whole number, not 0`}
          hint={t`With a minus sign to take coins away.`}
        >
          {(control) => (
            <input
              {...control}
              type="number"
              step={1}
              autoComplete="off"
              {...form.register('coins', { valueAsNumber: true })}
            />
          )}
        </Field>
      </div>
      <Preview wallet={user.wallet} coinClass={coinClass} coins={coins} />
      <Field label={t`Reason`} error={errors.reason && t`At least 3 characters`} hint={t`Kept for ever.`}>
        {(control) => <input {...control} maxLength={500} {...form.register('reason')} />}
      </Field>
    </DialogForm>
  );
}

type PreviewProps = { wallet: Wallet; coinClass: CoinClass; coins: number | undefined };

/** The class's balance before and after, as far as this page knows it. */
function Preview({ wallet, coinClass, coins }: PreviewProps) {
  const before = coinClass === 'earned' ? wallet.availableEarned : wallet.availableBought;
  const after = before + (coins !== undefined && Number.isInteger(coins) ? coins : 0);
  return (
    <p role="status" className="bg-sunk rounded-xl px-4 py-2.5 tabular-nums" data-testid="preview">
      {coinClass === 'earned' ? t`Earned` : t`Bought`}: {formatNumber(before)} →{' '}
      <span className={after < 0 ? 'text-bad font-bold' : 'font-bold'}>{formatNumber(after)}</span>
      {after < 0 ? t` (not that many are there)` : ''}
    </p>
  );
}
