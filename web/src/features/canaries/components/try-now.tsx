import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSeats } from '../../labs/api/list-seats.ts';
import { askForCanary } from '../api/ask-for-canary.ts';
import { canariesKey } from '../api/list-canaries.ts';

/** Brings up a canary now, on one seat or any. */
export function TryNow({ lab }: { lab: Lab }) {
  const client = useQueryClient();
  const seats = useSeats(lab.id);
  const [seatId, setSeatId] = useState('');
  const ask = useAct({
    send: (seat: string, key) =>
      askForCanary(lab.id, { seatId: seat === '' ? null : seat, template: null }, key),
    repeatable: true,
    onDone: () => void client.invalidateQueries({ queryKey: canariesKey(lab.id) }),
  });
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t`On this seat`} className="min-w-48 flex-1 sm:max-w-80">
          {(control) => (
            <select {...control} value={seatId} onChange={({ target }) => setSeatId(target.value)}>
              <option value="">{t`Any`}</option>
              {(seats.data?.items ?? []).map((seat) => (
                <option key={seat.id} value={seat.id}>
                  {seat.username}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Button look="coin" pending={ask.isPending} onClick={() => ask.run(seatId)}>
          <FlaskConical aria-hidden /> <Trans>Try now</Trans>
        </Button>
      </div>
      {ask.error ? <Notice tone="bad">{errorText(ask.error)}</Notice> : null}
    </div>
  );
}
