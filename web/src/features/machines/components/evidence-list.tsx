import type { EvidenceSummary } from '@coinslot/shared/http/machines.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { provisionStepLabels } from '@coinslot/shared/states/provision-step.ts';
import { Camera } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { EvidenceViewer } from './evidence-viewer.tsx';

type EvidenceListProps = { items: readonly EvidenceSummary[]; mayRead: boolean };

/** What was kept of each failure; opening one is written to the audit log. */
export function EvidenceList({ items, mayRead }: EvidenceListProps) {
  const [opened, setOpened] = useState<string | null>(null);
  if (items.length === 0) return <p className="text-soft">Nothing went wrong, so nothing was kept.</p>;
  return (
    <ul className="divide-line divide-y">
      {items.map((item) => (
        <li key={item.id} className="py-3">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <div className="min-w-0">
              <p className="font-semibold">
                {item.step ? provisionStepLabels[item.step] : 'Outside the steps'}
              </p>
              <p className="text-soft text-sm">
                {item.failure ? `${provisionFailures[item.failure].text} ` : ''}
                {formatDateTime(item.takenAt)}
              </p>
            </div>
            {mayRead ? (
              <Button
                size="small"
                aria-expanded={opened === item.id}
                onClick={() => setOpened(opened === item.id ? null : item.id)}
              >
                <Camera aria-hidden /> {opened === item.id ? 'Close' : 'Open'}
              </Button>
            ) : null}
          </div>
          {opened === item.id ? <EvidenceViewer id={item.id} /> : null}
        </li>
      ))}
    </ul>
  );
}
