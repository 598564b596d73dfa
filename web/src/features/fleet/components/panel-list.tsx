import { type ReactNode, useId } from 'react';
import { Card, CardTitle } from '../../../ui/card.tsx';

type PanelListProps = { title: string; note: string; empty: string; count: number; children: ReactNode };

/**
 * A list in a panel of fixed height that scrolls by itself: rows come and go, and nothing around it moves. It can be
 * focused, so that the arrow keys scroll it.
 */
export function PanelList({ title, note, empty, count, children }: PanelListProps) {
  const id = useId();
  return (
    <Card className="p-0!">
      <div className="px-4 pt-3">
        <CardTitle id={id} aside={<span className="text-soft text-sm">{note}</span>}>
          {title}
        </CardTitle>
      </div>
      {count === 0 ? (
        <p className="text-soft border-line h-24 border-t px-4 py-6 text-center lg:h-80">{empty}</p>
      ) : (
        <ul
          aria-labelledby={id}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          tabIndex={0}
          className="divide-line border-line rounded-b-card scroll-hint h-80 divide-y overflow-y-auto border-t -outline-offset-3"
        >
          {children}
        </ul>
      )}
    </Card>
  );
}
