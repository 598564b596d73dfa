import type { SeatWindow } from '@coinslot/shared/http/admin-seats.ts';
import { Trans } from '@lingui/react/macro';
import { say } from '../../../words/say.ts';
import { describeHours } from './describe-hours.ts';
import { weekdays } from './weekdays.ts';

type HoursWeekProps = { hours: readonly SeatWindow[]; timeZone: string };

/** A seat's week: in lines to read, and as a bar a day that shows the same at a glance. */
export function HoursWeek({ hours, timeZone }: HoursWeekProps) {
  const zone = timeZone.replaceAll('_', ' ');
  return (
    <div className="text-sm">
      <ul>
        {describeHours(hours).map((line) => (
          <li key={line} className="font-semibold tabular-nums">
            {line}
          </li>
        ))}
      </ul>
      {hours.length === 0 ? null : (
        <>
          <p className="text-soft">
            <Trans>Time zone: {zone}</Trans>
          </p>
          <div aria-hidden className="mt-2 grid grid-cols-7 gap-1.5">
            {weekdays.map(({ number, short }) => (
              <div key={number} className="text-soft text-center text-xs">
                {say(short)}
                <div className="border-line bg-sunk relative mt-0.5 h-2.5 overflow-hidden rounded-full border">
                  {hours
                    .filter(({ weekday }) => weekday === number)
                    .map(({ fromMinute, toMinute }) => (
                      <div
                        key={fromMinute}
                        className="bg-coin absolute inset-y-0"
                        style={{
                          left: `${(fromMinute / 1440) * 100}%`,
                          width: `${((toMinute - fromMinute) / 1440) * 100}%`,
                        }}
                      />
                    ))}
                </div>
              </div>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
