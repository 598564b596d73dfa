import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { formatCoins } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { DialogButton } from '../../../ui/dialog-button.tsx';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { refundMachine } from '../api/refund-machine.ts';

type Props = { machineId: string; name: string; refundable: number; onDone: () => void };

/** Gives coins of a machine that is over back; at most what is left of what was paid. */
export function RefundButton(props: Props) {
  return (
    <DialogButton
      words={t`Refund`}
      title={t`Refund ${props.name}?`}
      description={t`Its owner gets the coins at once and reads your reason. ${formatCoins(props.refundable)} of its price were not given back yet. It cannot be undone.`}
    >
      {(close) => <RefundForm {...props} onClose={close} />}
    </DialogButton>
  );
}

function RefundForm({ machineId, refundable, onDone, onClose }: Props & { onClose: () => void }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const Values = z.object({
    coins: z.number().int().min(1).max(refundable),
    reason: z.string().trim().min(3).max(500),
  });
  const form = useForm({ resolver: zodResolver(Values), defaultValues: { coins: refundable, reason: '' } });
  const { errors } = form.formState;
  const sending = useAct({
    send: (body: z.infer<typeof Values>, key) => refundMachine(machineId, body, key),
    onDone: () => {
      onClose();
      onDone();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['coins', 'reason'], form.setError)),
  });
  return (
    <DialogForm
      refusal={refusal}
      onSubmit={form.handleSubmit(sending.run)}
      pending={sending.isPending}
      act={t`Refund`}
      keep={t`Not now`}
      onClose={onClose}
    >
      <NumberField
        label={t`Coins`}
        error={errors.coins && t`A whole number from 1 to ${refundable}`}
        min={1}
        max={refundable}
        field={form.register('coins', numberValue)}
      />
      <ReasonField error={errors.reason} field={form.register('reason')} />
    </DialogForm>
  );
}
