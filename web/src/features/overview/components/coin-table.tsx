import type { CoinDay } from '@coinslot/shared/http/admin-overview.ts';
import { t } from '@lingui/core/macro';
import { formatDay, formatNumber } from '../../../lib/format.ts';
import { type Flow, flows } from '../flows.ts';

type CoinTableProps = { days: readonly CoinDay[]; words: Record<Flow, string> };

/** The same numbers to read, the newest day first. */
export function CoinTable({ days, words }: CoinTableProps) {
  return (
    <div className="overflow-x-auto">
      <table aria-label={t`Coins by day`} className="w-full text-sm tabular-nums">
        <thead>
          <tr className="text-soft text-left">
            <th scope="col" className="py-1.5 pr-3 font-semibold">{t`Day`}</th>
            {flows.map((flow) => (
              <th key={flow} scope="col" className="py-1.5 pl-3 text-right font-semibold">
                {words[flow]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-line divide-y">
          {days.toReversed().map((day) => (
            <tr key={day.day}>
              <th scope="row" className="py-1.5 pr-3 text-left font-normal whitespace-nowrap">
                {formatDay(day.day)}
              </th>
              {flows.map((flow) => (
                <td key={flow} className="py-1.5 pl-3 text-right">
                  {formatNumber(day[flow])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
