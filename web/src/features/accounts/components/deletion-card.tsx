import type { DeletionPreview } from '@coinslot/shared/http/account-data.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { useDeletionPreview } from '../api/get-deletion.ts';
import { describeBlock, describeDeletion, describeKept } from '../describe-deletion.ts';
import { DeletionForm } from './deletion-form.tsx';

/** What deleting the account would do, by its numbers, and the way to it. `leadsTo`: the page afterwards. */
export function DeletionCard({ leadsTo }: { leadsTo: string }) {
  const preview = useDeletionPreview();
  return (
    <Card>
      <CardTitle>
        <Trans>Delete the account</Trans>
      </CardTitle>
      <QueryView query={preview} loading={<SkeletonList rows={1} rowClassName="h-48" />}>
        {(facts) => <Consequences preview={facts} leadsTo={leadsTo} />}
      </QueryView>
    </Card>
  );
}

function Consequences({ preview, leadsTo }: { preview: DeletionPreview; leadsTo: string }) {
  const [open, setOpen] = useState(false);
  const blocked = preview.blockedBy.length > 0;
  return (
    <div className="space-y-4">
      <Lines title={t`It cannot be undone. At once:`} lines={describeDeletion(preview)} />
      <Lines title={t`What stays, without your name:`} lines={preview.kept.map(describeKept)} />
      {preview.blockedBy.map((block) => (
        <Notice key={block} tone="coin" announced={false}>
          {describeBlock(block)}
        </Notice>
      ))}
      <Button look="danger" disabled={blocked} onClick={() => setOpen(true)}>
        <Trans>Delete my account</Trans>
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t`Delete your account for good?`}>
        <DeletionForm preview={preview} leadsTo={leadsTo} onClose={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <p className="font-semibold">{title}</p>
      <ul className="text-soft list-disc pl-5">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
