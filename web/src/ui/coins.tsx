import { Plural } from '@lingui/react/macro';
import { classNames } from '../lib/class-names.ts';
import { formatNumber } from '../lib/format.ts';

/** The coin itself: decoration beside a number. */
export function CoinMark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      aria-hidden
      className={classNames('inline-block size-[1em] shrink-0', className)}
    >
      <circle cx="10" cy="10" r="9.25" fill="var(--coin)" stroke="#8a5a00" strokeWidth="1.5" />
      <rect x="8.6" y="5" width="2.8" height="10" rx="1.4" fill="#2b1d3a" />
    </svg>
  );
}

type CoinsProps = { coins: number; className?: string; signed?: boolean };

/** An amount of coins, read out as "12 coins". */
export function Coins({ coins, className, signed = false }: CoinsProps) {
  const sign = signed && coins > 0 ? '+' : '';
  return (
    <span className={classNames('inline-flex items-baseline gap-1.5 tabular-nums', className)}>
      <CoinMark className="self-center" />
      {sign}
      {formatNumber(coins).replace('-', '−')}
      <span className="sr-only">
        <Plural value={Math.abs(coins)} one="coin" other="coins" />
      </span>
    </span>
  );
}
