import type { EvidenceSummary } from '@coinslot/shared/http/machines.ts';
import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { provisionStepLabels } from '@coinslot/shared/states/provision-step.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Camera } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime } from '../../../lib/format.ts';
import { Button } from '../../../ui/button.tsx';
import { sayContract } from '../../../words/say.ts';
import { EvidenceViewer } from './evidence-viewer.tsx';

type EvidenceListProps = { items: readonly EvidenceSummary[]; mayRead: boolean };

/** What was kept of each failure; opening one is written to the audit log. */
export function EvidenceList({ items, mayRead }: EvidenceListProps) {
  const [opened, setOpened] = useState<string | null>(null);
  if (items.length === 0)
    return (
      <p className="text-soft">
        <Trans>Nothing went wrong, so nothing was kept.</Trans>
      </p>
    );
  return (
    <ul className="divide-line divide-y">
      {items.map((item) => (
        <li key={item.id} className="py-3">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <div className="min-w-0">
              <p className="font-semibold">
                {item.step ? sayContract(provisionStepLabels[item.step]) : t`Outside the steps`}
              </p>
              <p className="text-soft text-sm">
                {item.failure ? `${sayContract(provisionFailures[item.failure].text)} ` : ''}
                {formatDateTime(item.takenAt)}
              </p>
              {item.message === '' ? null : <p className="text-sm break-words">{item.message}</p>}
            </div>
            {mayRead ? (
              <Button
                size="small"
                aria-expanded={opened === item.id}
                onClick={() => setOpened(opened === item.id ? null : item.id)}
              >
                <Camera aria-hidden /> {opened === item.id ? t`Close` : t`Open`}
              </Button>
            ) : null}
          </div>
          {opened === item.id ? <EvidenceViewer id={item.id} /> : null}
        </li>
      ))}
    </ul>
  );
}
