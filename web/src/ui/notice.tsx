import { CircleAlert, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';

const tones = {
  bad: 'bg-bad-wash text-bad',
  coin: 'bg-coin-wash text-coin-text',
  busy: 'bg-busy-wash text-busy',
  neutral: 'bg-sunk text-ink',
} as const;

type NoticeProps = {
  tone?: keyof typeof tones;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
  /** False inside a region that announces its changes itself. */
  announced?: boolean;
};

/** A sentence that must be seen. Bad news is announced at once. */
export function Notice({ tone = 'neutral', children, action, className, announced = true }: NoticeProps) {
  const Icon = tone === 'bad' || tone === 'coin' ? CircleAlert : Info;
  return (
    <div
      role={announced ? (tone === 'bad' ? 'alert' : 'status') : undefined}
      className={classNames(
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl px-3.5 py-2.5 text-[0.95rem]',
        tones[tone],
        className,
      )}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      <div className="min-w-0 flex-1 basis-52 break-words">{children}</div>
      {action}
    </div>
  );
}
