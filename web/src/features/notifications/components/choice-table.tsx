import {
  type EditNotificationPreferencesRequest,
  NotificationChannel,
  NotificationKind,
} from '@coinslot/shared/http/notifications.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { UseFormRegister } from 'react-hook-form';
import { describeChannel, describeKind, isAlwaysTold } from '../notification-kinds.ts';

type ChoiceTableProps = {
  register: UseFormRegister<EditNotificationPreferencesRequest>;
  /** Without one, Discord has nowhere to tell it. */
  hasWebhook: boolean;
};

/** Kinds down, channels across: a box where they meet. Narrow enough for a phone. */
export function ChoiceTable({ register, hasWebhook }: ChoiceTableProps) {
  return (
    <table className="w-full text-left">
      <caption className="sr-only">
        <Trans>What is told where</Trans>
      </caption>
      <thead>
        <tr className="text-soft text-sm">
          <th scope="col" className="py-2 font-semibold">
            <Trans>What</Trans>
          </th>
          {NotificationChannel.options.map((channel) => (
            <th key={channel} scope="col" className="w-12 py-2 text-center font-semibold sm:w-24">
              {describeChannel(channel)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-line border-line divide-y border-t">
        {NotificationKind.options.map((kind) => (
          <tr key={kind}>
            <th scope="row" className="py-2.5 pr-2 font-normal">
              {describeKind(kind)}
            </th>
            {NotificationChannel.options.map((channel) => (
              <td key={channel} className="py-1 text-center">
                <label className="inline-grid size-11 place-items-center">
                  <span className="sr-only">{t`${describeKind(kind)}: ${describeChannel(channel)}`}</span>
                  {isAlwaysTold(kind, channel) ? (
                    <input type="checkbox" checked disabled className="accent-link size-5" />
                  ) : (
                    <input
                      type="checkbox"
                      className="accent-link size-5"
                      disabled={channel === 'discord' && !hasWebhook}
                      {...register(`choices.${kind}.${channel}`)}
                    />
                  )}
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
