import { t } from '@lingui/core/macro';
import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Button } from '../../../ui/button.tsx';

type LogSearchProps = {
  wanted: string;
  onSearch: (text: string) => void;
  /** +1 to the next match, -1 to the one before. */
  onMove: (by: number) => void;
  count: number;
  place: number;
};

/** Finds lines; Enter goes on, Shift+Enter goes back, Esc clears. */
export function LogSearch({ wanted, onSearch, onMove, count, place }: LogSearchProps) {
  function press(event: KeyboardEvent): void {
    if (event.key === 'Enter') onMove(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') onSearch('');
  }
  const result = wanted === '' ? '' : count === 0 ? t`No line` : t`${place + 1} of ${count}`;
  return (
    <div role="search" className="flex min-w-0 flex-1 basis-full items-center gap-1 sm:basis-60">
      <div className="relative min-w-0 flex-1">
        <Search
          aria-hidden
          className="text-soft pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2"
        />
        <input
          type="search"
          aria-label={t`Search the log`}
          placeholder={t`Search`}
          value={wanted}
          onChange={(event) => onSearch(event.target.value)}
          onKeyDown={press}
          className="border-line-strong bg-panel min-h-10 w-full rounded-xl border pr-2 pl-9 text-base sm:text-sm"
        />
      </div>
      <span role="status" className="text-soft min-w-14 text-center text-sm tabular-nums">
        {result}
      </span>
      <Button
        look="quiet"
        size="icon"
        aria-label={t`Match before`}
        disabled={count === 0}
        onClick={() => onMove(-1)}
      >
        <ChevronUp aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label={t`Next match`}
        disabled={count === 0}
        onClick={() => onMove(1)}
      >
        <ChevronDown aria-hidden />
      </Button>
    </div>
  );
}
