import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus, X } from 'lucide-react';
import { type UseFormReturn, useFieldArray } from 'react-hook-form';
import { classNames } from '../../../lib/class-names.ts';
import { Button } from '../../../ui/button.tsx';
import { inputLook } from '../../../ui/field.tsx';
import { say } from '../../../words/say.ts';
import type { SeatValues } from '../seat-values.ts';
import type { TypedWindow } from './typed-hours.ts';
import { weekdays } from './weekdays.ts';

type HoursEditorProps = { form: UseFormReturn<SeatValues> };

type Row = TypedWindow & { index: number; id: string };

/** The times of a week, a day a row; plain time inputs, so that every keyboard and phone can type them. */
export function HoursEditor({ form }: HoursEditorProps) {
  const { fields, append, remove, replace } = useFieldArray({ control: form.control, name: 'windows' });
  const rows = fields.map((field, index): Row => ({ ...field, index }));

  /** Gives Tuesday to Friday what Monday has, as it is typed now. */
  function copyMonday(): void {
    const typed = form.getValues('windows');
    const monday = typed.filter(({ weekday }) => weekday === 1);
    const kept = typed.filter(({ weekday }) => weekday === 1 || weekday > 5);
    replace([
      ...kept,
      ...[2, 3, 4, 5].flatMap((weekday) => monday.map((window) => ({ ...window, weekday }))),
    ]);
  }

  return (
    <div className="border-line divide-line divide-y rounded-xl border">
      {weekdays.map(({ number, name: day }) => {
        const name = say(day);
        return (
          <div
            key={number}
            role="group"
            aria-label={name}
            className="grid gap-2 px-3 py-2.5 sm:grid-cols-[7rem_1fr_auto] sm:items-start"
          >
            <p className="font-semibold sm:py-2">{name}</p>
            <div className="space-y-2">
              {rows
                .filter(({ weekday }) => weekday === number)
                .map((row) => (
                  <WindowRow
                    key={row.id}
                    row={row}
                    day={name}
                    form={form}
                    onRemove={() => remove(row.index)}
                  />
                ))}
              {rows.some(({ weekday }) => weekday === number) ? null : (
                <p className="text-soft text-sm sm:py-2.5">
                  <Trans>Not at all</Trans>
                </p>
              )}
            </div>
            <div className="flex flex-wrap gap-2">
              <Button
                size="small"
                aria-label={t`Add a time on ${name}`}
                onClick={() => {
                  append({ weekday: number, from: '09:00', to: '17:00' });
                  // "Add at least one time" is heard.
                  form.clearErrors('always');
                }}
              >
                <Plus aria-hidden /> <Trans>Add</Trans>
              </Button>
              {number === 1 && rows.some(({ weekday }) => weekday === 1) ? (
                <Button size="small" look="quiet" onClick={copyMonday}>
                  <Trans>Copy to Tue–Fri</Trans>
                </Button>
              ) : null}
            </div>
          </div>
        );
      })}
    </div>
  );
}

type WindowRowProps = { row: Row; day: string; form: UseFormReturn<SeatValues>; onRemove: () => void };

function WindowRow({ row, day, form, onRemove }: WindowRowProps) {
  const wrong = form.formState.errors.windows?.[row.index];
  const message = wrong?.from?.message ?? wrong?.to?.message;
  const look = classNames(
    inputLook,
    'min-w-0 px-2! tabular-nums sm:w-36 max-sm:[&::-webkit-calendar-picker-indicator]:hidden',
  );
  const errorId = `${row.id}-error`;
  const described = message ? errorId : undefined;
  return (
    <div>
      <div className="grid grid-cols-[1fr_auto_1fr_auto] items-center gap-2 sm:flex">
        <input
          type="time"
          aria-label={t`${day}, from`}
          aria-invalid={Boolean(wrong?.from)}
          aria-describedby={described}
          className={look}
          {...form.register(`windows.${row.index}.from`)}
        />
        <span aria-hidden>–</span>
        <input
          type="time"
          aria-label={t`${day}, to; 00:00 is midnight`}
          aria-invalid={Boolean(wrong?.to)}
          aria-describedby={described}
          className={look}
          {...form.register(`windows.${row.index}.to`)}
        />
        <Button size="icon" look="quiet" aria-label={t`Remove this time on ${day}`} onClick={onRemove}>
          <X />
        </Button>
      </div>
      {message ? (
        <p id={errorId} role="alert" className="text-bad text-sm font-medium">
          {message}
        </p>
      ) : null}
    </div>
  );
}
