import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { classNames } from '../../../lib/class-names.ts';
import { readMoment, typeMoment } from '../../../lib/local-time.ts';
import { Button } from '../../../ui/button.tsx';
import { inputLook } from '../../../ui/field.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { useAuditActions } from '../api/list-audit.ts';
import type { AuditChoice } from '../audit-choice.ts';
import { describeAction } from '../describe-action.ts';
import { describeTargetKind } from '../describe-target-kind.ts';

type AuditFilterBarProps = { choice: AuditChoice; onChange: (choice: AuditChoice) => void };

/** By text, by act and by time; who and what come from links of other pages and can be taken away. */
export function AuditFilterBar({ choice, onChange }: AuditFilterBarProps) {
  const actions = useAuditActions().data?.actions ?? [];
  const known =
    choice.action === '' || actions.includes(choice.action) ? actions : [choice.action, ...actions];
  return (
    <div className="mb-4 space-y-2">
      <div className="flex flex-wrap gap-2">
        <SearchField
          label={t`Search the audit log`}
          placeholder={t`Who, what, why, address`}
          value={choice.search}
          onChange={(search) => onChange({ ...choice, search })}
        />
        <select
          aria-label={t`What was done`}
          className={classNames(inputLook, 'w-auto! max-w-full')}
          value={choice.action}
          onChange={(event) => onChange({ ...choice, action: event.target.value })}
        >
          <option value="">{t`Everything`}</option>
          {known.map((action) => (
            <option key={action} value={action}>
              {describeAction(action)}
            </option>
          ))}
        </select>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Time label={t`From`} at={choice.from} onChange={(from) => onChange({ ...choice, from })} />
        <Time label={t`Until`} at={choice.to} onChange={(to) => onChange({ ...choice, to })} />
        {choice.actor ? (
          <Chip words={t`One person’s acts`} onRemove={() => onChange({ ...choice, actor: '' })} />
        ) : null}
        {choice.target ? (
          <Chip
            words={t`One target: ${describeTargetKind(choice.targetKind)}`}
            onRemove={() => onChange({ ...choice, target: '', targetKind: '' })}
          />
        ) : null}
      </div>
    </div>
  );
}

type TimeProps = { label: string; at: string; onChange: (at: string) => void };

function Time({ label, at, onChange }: TimeProps) {
  return (
    <label className="text-soft flex items-center gap-2 text-sm font-semibold">
      {label}
      <input
        type="datetime-local"
        className={classNames(inputLook, 'w-auto!')}
        value={typeMoment(at === '' ? null : at)}
        onChange={(event) => onChange(readMoment(event.target.value) ?? '')}
      />
    </label>
  );
}

function Chip({ words, onRemove }: { words: string; onRemove: () => void }) {
  return (
    <Button size="small" onClick={onRemove}>
      {words} <X aria-hidden />
      <span className="sr-only">
        <Trans>take away</Trans>
      </span>
    </Button>
  );
}
