import type { Key, ReactNode } from 'react';
import { Card } from './card.tsx';

type RowCardProps<Row> = {
  rows: readonly Row[];
  keyOf: (row: Row) => Key;
  /** What the rows are, for screen readers, where no heading says it. */
  label?: string;
  children: (row: Row) => ReactNode;
};

/** Rows in one card, parted by lines. */
export function RowCard<Row>({ rows, keyOf, label, children }: RowCardProps<Row>) {
  return (
    <Card className="overflow-hidden p-0!" aria-label={label}>
      <ul className="divide-line divide-y">
        {rows.map((row) => (
          <li key={keyOf(row)}>{children(row)}</li>
        ))}
      </ul>
    </Card>
  );
}
