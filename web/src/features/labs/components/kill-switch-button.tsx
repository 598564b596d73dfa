import { DisableLabRequest, type DisableLabResponse, type Lab } from '@coinslot/shared/http/admin-labs.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Power } from 'lucide-react';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { toast } from 'sonner';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { disableLab } from '../api/disable-lab.ts';
import { labsKey } from '../api/keys.ts';

/** Switches a lab off, with or without ending what runs there. */
export function KillSwitchButton({ lab }: { lab: Lab }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" look="danger" onClick={() => setOpen(true)}>
        <Power aria-hidden /> <Trans>Switch off</Trans>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`Switch off ${lab.name}?`}
        description={t`Nothing more is sold or started there, from this moment until you reopen it.`}
      >
        <KillSwitchForm lab={lab} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function KillSwitchForm({ lab, onClose }: { lab: Lab; onClose: () => void }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(DisableLabRequest),
    defaultValues: { reason: '', endMachines: false },
  });
  const endMachines = useWatch({ control: form.control, name: 'endMachines' });
  const disable = useAct({
    send: (body: DisableLabRequest, key) => disableLab(lab.id, body, key),
    onDone: (done) => {
      toast.success(describeOutcome(done));
      void client.invalidateQueries({ queryKey: labsKey });
      onClose();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['reason', 'endMachines'], form.setError)),
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(disable.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <ReasonField error={form.formState.errors.reason} field={form.register('reason')} />
      <CheckField
        label={t`Also end what runs and waits there (${countMachines(lab)})`}
        {...form.register('endMachines')}
      />
      <Notice tone={endMachines ? 'bad' : 'neutral'}>{describeChoice(lab, endMachines)}</Notice>
      <DialogActions>
        <Button onClick={onClose} disabled={disable.isPending}>
          <Trans>Leave it open</Trans>
        </Button>
        <Button type="submit" look="danger" pending={disable.isPending}>
          {endMachines ? t`Switch off and end them` : t`Switch it off`}
        </Button>
      </DialogActions>
    </form>
  );
}

function countMachines({ machines, waiting }: Lab): string {
  return t`${plural(machines, { one: '# machine', other: '# machines' })}, ${waiting} waiting`;
}

function describeChoice({ machines, waiting }: Lab, endMachines: boolean): string {
  if (machines + waiting === 0) return t`Nothing runs or waits there now.`;
  if (endMachines) {
    return t`They end at once. Members get the coins for the unused time back, and all coins of what was not ready yet.`;
  }
  return t`What runs goes on to its own end. What waits is told that the lab is closed; its coins come back when its waiting time is over.`;
}

function describeOutcome({ lab, endedMachines }: DisableLabResponse): string {
  if (endedMachines === 0) return t`${lab.name} is switched off.`;
  return t`${lab.name} is switched off, ${plural(endedMachines, {
    one: '# machine is being ended',
    other: '# machines are being ended',
  })}.`;
}
