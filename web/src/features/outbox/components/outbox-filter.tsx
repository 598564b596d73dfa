import { OutboxChannel, type OutboxPage, OutboxState } from '@coinslot/shared/http/admin-outbox.ts';
import { t } from '@lingui/core/macro';
import { classNames } from '../../../lib/class-names.ts';
import { formatNumber } from '../../../lib/format.ts';
import { inputLook } from '../../../ui/field.tsx';
import { say } from '../../../words/say.ts';
import type { OutboxFilter } from '../api/list-outbox.ts';
import { channelWords, messageStates } from '../describe-message.ts';

type Props = {
  filter: OutboxFilter;
  counts: OutboxPage['counts'] | undefined;
  onChange: (filter: OutboxFilter) => void;
};

/** By state, with how many there are, and by channel. */
export function OutboxFilterBar({ filter, counts, onChange }: Props) {
  const known: Partial<Record<OutboxState, number>> = counts ?? {};
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <select
        aria-label={t`State`}
        // As wide with the counts as without: they come later.
        className={classNames(inputLook, 'w-44!')}
        value={filter.state}
        onChange={(event) => onChange({ ...filter, state: event.target.value })}
      >
        <option value="">{t`All states`}</option>
        {OutboxState.options.map((state) => {
          const label = say(messageStates[state].label);
          const count = known[state];
          return (
            <option key={state} value={state}>
              {count === undefined ? label : `${label} (${formatNumber(count)})`}
            </option>
          );
        })}
      </select>
      <select
        aria-label={t`Channel`}
        className={classNames(inputLook, 'w-auto!')}
        value={filter.channel}
        onChange={(event) => onChange({ ...filter, channel: event.target.value })}
      >
        <option value="">{t`All channels`}</option>
        {OutboxChannel.options.map((channel) => (
          <option key={channel} value={channel}>
            {say(channelWords[channel])}
          </option>
        ))}
      </select>
    </div>
  );
}
