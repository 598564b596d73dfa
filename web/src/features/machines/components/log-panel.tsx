import { Trans } from '@lingui/react/macro';
import { useId, useMemo, useState, useSyncExternalStore } from 'react';
import type { LiveStatus } from '../../../lib/live/watch-live.ts';
import { Card } from '../../../ui/card.tsx';
import { findMatches } from '../log/find-matches.ts';
import type { LogBuffer } from '../log/log-buffer.ts';
import { LiveBadge } from './live-badge.tsx';
import { LogRows } from './log-rows.tsx';
import { LogSearch } from './log-search.tsx';
import { LogTools } from './log-tools.tsx';

type LogPanelProps = { log: LogBuffer; status: LiveStatus; capped: boolean; fileName: string };

/** The live log: search, follow, wrap, copy and download over a list that draws only what is in view. */
export function LogPanel({ log, status, capped, fileName }: LogPanelProps) {
  const headingId = useId();
  const lines = useSyncExternalStore(log.subscribe, log.lines);
  const [following, setFollowing] = useState(true);
  const [wrapping, setWrapping] = useState(true);
  const [wanted, setWanted] = useState('');
  const [place, setPlace] = useState(0);
  const matches = useMemo(() => findMatches(lines, wanted), [lines, wanted]);
  const currentPlace = matches.length === 0 ? 0 : Math.min(place, matches.length - 1);

  function search(text: string): void {
    setWanted(text);
    setPlace(0);
    if (text !== '') setFollowing(false);
  }
  function move(by: number): void {
    if (matches.length === 0) return;
    setFollowing(false);
    setPlace((currentPlace + by + matches.length) % matches.length);
  }

  return (
    <Card className="overflow-hidden p-0!" aria-labelledby={headingId}>
      <div className="border-line flex flex-wrap items-center gap-2 border-b p-3 sm:px-5">
        <h2 id={headingId} className="text-lg font-bold">
          <Trans>Log</Trans>
        </h2>
        <LiveBadge status={status} />
        <LogTools
          lines={lines}
          fileName={fileName}
          following={following}
          onFollow={setFollowing}
          wrapping={wrapping}
          onWrap={setWrapping}
        />
        <LogSearch
          wanted={wanted}
          onSearch={search}
          onMove={move}
          count={matches.length}
          place={currentPlace}
        />
      </div>
      <LogRows
        lines={lines}
        wrapping={wrapping}
        following={following}
        onFollow={setFollowing}
        wanted={wanted}
        currentLine={matches[currentPlace] ?? null}
      />
      {capped ? (
        <p className="border-line text-soft border-t px-5 py-2 text-sm">
          <Trans>The log is full at 1 MiB; the machine runs on.</Trans>
        </p>
      ) : null}
    </Card>
  );
}
