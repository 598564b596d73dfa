import type { MessageDescriptor } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { say } from '../words/say.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

export type SaveNoticesProps<Item> = {
  save: { refusal: string | null; newer: Item | null; keepMine: () => void };
  /** What the form was opened with. */
  item: Item | null;
  /** The fields' names for people; what changed meanwhile is told by them. */
  labels: Partial<Record<keyof Item, MessageDescriptor>>;
  onLoadNewer: (newer: Item) => void;
};

/** Why a form was not saved: the server's sentence, or that somebody else was faster, and what they changed. */
export function SaveNotices<Item>({ save, item, labels, onLoadNewer }: SaveNoticesProps<Item>) {
  const { refusal, newer } = save;
  if (!newer) return refusal ? <Notice tone="bad">{refusal}</Notice> : null;
  const changes = item ? listChanges(item, newer, labels) : [];
  return (
    <div ref={scrollIntoView}>
      <Notice
        tone="bad"
        action={
          <span className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => onLoadNewer(newer)}>
              <Trans>Load the newer one</Trans>
            </Button>
            <Button size="small" onClick={save.keepMine}>
              <Trans>Keep what I typed</Trans>
            </Button>
          </span>
        }
      >
        <p className="font-semibold">
          <Trans>Somebody else changed it meanwhile. Nothing was saved.</Trans>
        </p>
        <p>
          {changes.length > 0 ? t`They changed: ${changes.join('; ')}. ` : ''}
          <Trans>
            What you typed is still here. Loading the newer one drops it; keeping it and saving again writes
            over theirs.
          </Trans>
        </p>
      </Notice>
    </div>
  );
}

/** The notice comes at the foot of a long form, under the button that was pressed. */
function scrollIntoView(notice: HTMLElement | null): void {
  notice?.scrollIntoView({ block: 'center' });
}

function listChanges<Item>(
  before: Item,
  after: Item,
  labels: Partial<Record<keyof Item, MessageDescriptor>>,
): string[] {
  return (Object.entries(labels) as [keyof Item, MessageDescriptor][])
    .filter(([field]) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map(([field, message]) => {
      const label = say(message);
      const [from, to] = [sayValue(before[field]), sayValue(after[field])];
      return from !== null && to !== null ? t`${label} from ${from} to ${to}` : label;
    });
}

/** Short enough to be said in a sentence; null when it is not. */
function sayValue(value: unknown): string | null {
  if (value === null || value === '') return t`nothing`;
  if (typeof value === 'boolean') return value ? t`yes` : t`no`;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.length <= 40 ? `“${value}”` : null;
}
