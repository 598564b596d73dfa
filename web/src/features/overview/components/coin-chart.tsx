import type { CoinDay } from '@coinslot/shared/http/admin-overview.ts';
import { t } from '@lingui/core/macro';
import { formatDay, formatNumber } from '../../../lib/format.ts';
import { chartScale } from '../chart-scale.ts';
import { type Flow, flows } from '../flows.ts';

type CoinChartProps = { days: readonly CoinDay[]; words: Record<Flow, string> };

const colours = {
  granted: 'var(--coin)',
  spent: 'var(--link)',
  refunded: 'var(--busy)',
} satisfies Record<Flow, string>;

const [width, height] = [600, 220];

/**
 * Three bars for each day. Drawn here: a library for charts would be larger than all of this page, and the numbers can
 * be read as a table.
 */
export function CoinChart({ days, words }: CoinChartProps) {
  const { low, high } = chartScale(days.flatMap((day) => flows.map((flow) => day[flow])));
  const y = (value: number) => ((high - value) / (high - low)) * height;
  const slot = width / Math.max(1, days.length);
  const bar = Math.min(22, (slot * 0.8) / flows.length);
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure>
      <div className="grid grid-cols-[auto_1fr] gap-x-2">
        <div aria-hidden className="text-soft flex flex-col justify-between text-right text-xs tabular-nums">
          <span>{formatNumber(high)}</span>
          <span>{formatNumber(low)}</span>
        </div>
        <svg
          role="img"
          aria-label={t`Coins by day; the numbers are in the table`}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="h-52 w-full"
        >
          {[high, (high + low) / 2, low, 0].map((value, index) => (
            <line
              key={index}
              x1={0}
              x2={width}
              y1={y(value)}
              y2={y(value)}
              stroke={value === 0 ? 'var(--line-strong)' : 'var(--line)'}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {days.map((day, index) => (
            <g key={day.day}>
              <title>
                {[
                  formatDay(day.day),
                  ...flows.map((flow) => `${words[flow]}: ${formatNumber(day[flow])}`),
                ].join('\n')}
              </title>
              <rect x={index * slot} y={0} width={slot} height={height} fill="transparent" />
              {flows.map((flow, place) => (
                <rect
                  key={flow}
                  x={index * slot + slot / 2 + (place - flows.length / 2) * bar}
                  y={Math.min(y(day[flow]), y(0))}
                  width={bar * 0.86}
                  height={Math.abs(y(day[flow]) - y(0))}
                  fill={colours[flow]}
                />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <figcaption className="text-soft mt-1 flex justify-between pl-8 text-xs">
        <span>{first ? formatDay(first.day) : null}</span>
        <span>{last && last !== first ? formatDay(last.day) : null}</span>
      </figcaption>
    </figure>
  );
}
