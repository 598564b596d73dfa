import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { formatCoins } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { NumberField, numberValue } from '../../../ui/number-field.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { refundMachine } from '../api/refund-machine.ts';

type Props = { machineId: string; name: string; refundable: number; onDone: () => void };

/** Gives coins of a machine that is over back; at most what is left of what was paid. */
export function RefundButton(props: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Trans>Refund</Trans>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`Refund ${props.name}?`}
        description={t`Its owner gets the coins at once and reads your reason. ${formatCoins(props.refundable)} of its price were not given back yet. It cannot be undone.`}
      >
        <RefundForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
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
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(sending.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <NumberField
        label={t`Coins`}
        error={errors.coins && t`A whole number from 1 to ${refundable}`}
        min={1}
        max={refundable}
        field={form.register('coins', numberValue)}
      />
      <ReasonField error={errors.reason} field={form.register('reason')} />
      <DialogActions>
        <Button onClick={onClose} disabled={sending.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button type="submit" look="coin" pending={sending.isPending}>
          <Trans>Refund</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}
