import { type VariantProps, cva } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';

const badgeLook = cva(
  'inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-[0.8rem] font-semibold whitespace-nowrap [&_svg]:size-3.5',
  {
    variants: {
      tone: {
        neutral: 'bg-sunk text-soft ring-1 ring-line ring-inset',
        busy: 'bg-busy-wash text-busy',
        ok: 'bg-ok-wash text-ok',
        bad: 'bg-bad-wash text-bad',
        coin: 'bg-coin-wash text-coin-text',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof badgeLook>['tone']>;

type BadgeProps = { tone?: BadgeTone; children: ReactNode; className?: string };

export function Badge({ tone = 'neutral', children, className }: BadgeProps) {
  return <span className={classNames(badgeLook({ tone }), className)}>{children}</span>;
}
