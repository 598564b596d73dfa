import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import { formatClock } from '../../../lib/format.ts';
import { splitAtMatches } from '../log/find-matches.ts';
import type { LogLine } from '../log/log-buffer.ts';
import { useFollow } from '../log/use-follow.ts';

type LogRowsProps = {
  lines: readonly LogLine[];
  wrapping: boolean;
  following: boolean;
  onFollow: (following: boolean) => void;
  wanted: string;
  /** The line of the match that is looked at. */
  currentLine: number | null;
};

const rowHeight = 22;

/** The lines themselves. Scrolling up stops following; scrolling back to the end follows again. */
export function LogRows({ lines, wrapping, following, onFollow, wanted, currentLine }: LogRowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
    paddingStart: 8,
    paddingEnd: 8,
  });

  useLayoutEffect(() => {
    if (following && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [following, lines, virtual]);

  useEffect(() => {
    if (currentLine !== null) virtual.scrollToIndex(currentLine, { align: 'center' });
  }, [currentLine, virtual]);

  useEffect(() => {
    virtual.measure();
  }, [wrapping, virtual]);

  useFollow(box, { following, onFollow, mayResume: wanted === '' });

  return (
    <div
      ref={box}
      role="log"
      aria-live="off"
      aria-label={t`Lines of the log`}
      // A region that scrolls must be reachable by keyboard (WCAG 2.1.1).
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="bg-screen text-screen-text outline-coin h-[26rem] max-h-[70dvh] [scrollbar-color:#6b5a83_transparent] overflow-auto font-mono text-[0.82rem] leading-[22px] -outline-offset-3 lg:h-[34rem]"
    >
      {lines.length === 0 ? (
        <p className="p-4 opacity-80">
          <Trans>Nothing was written yet.</Trans>
        </p>
      ) : null}
      <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <div
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              className={classNames(
                'absolute top-0 left-0 flex min-w-full gap-3 px-3 sm:px-4',
                wrapping && 'w-full',
                item.index === currentLine && 'bg-[#43315c]',
              )}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <LogLineRow line={line} wanted={wanted} wrapping={wrapping} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

type LogLineRowProps = { line: LogLine; wanted: string; wrapping: boolean };

/** Text only, never HTML: what a machine printed must not become part of the page. */
function LogLineRow({ line, wanted, wrapping }: LogLineRowProps) {
  return (
    <>
      <span className="hidden shrink-0 text-[#a797bd] select-none sm:inline">{formatClock(line.at)}</span>
      <span
        aria-hidden
        className={classNames(
          'shrink-0 select-none',
          line.source === 'worker' ? 'text-[#f5b52e]' : 'text-[#6fd6a2]',
        )}
      >
        {line.source === 'worker' ? '●' : '$'}
      </span>
      <span
        className={
          wrapping
            ? 'min-w-0 flex-1 [overflow-wrap:anywhere] break-words whitespace-pre-wrap'
            : 'whitespace-pre'
        }
      >
        {splitAtMatches(line.text.replace(/\r$/, ''), wanted).map((piece, index) =>
          index % 2 === 1 ? (
            <mark key={index} className="rounded-xs bg-[#f5b52e] text-[#2b1d3a]">
              {piece}
            </mark>
          ) : (
            piece
          ),
        )}
      </span>
    </>
  );
}
