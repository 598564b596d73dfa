import type { Evidence } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatDateTime } from '../../../lib/format.ts';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { screenshotAddress, useEvidence } from '../api/get-evidence.ts';
import { createPlainText } from '../log/plain-text.ts';

/** The picture, the page, console, network and step log of one failure. All of it is shown as text, never as a page. */
export function EvidenceViewer({ id }: { id: string }) {
  const evidence = useEvidence(id);
  return (
    <div className="mt-3">
      <QueryView query={evidence} loading={<Skeleton className="h-64" />}>
        {(found) => <EvidenceParts evidence={found} />}
      </QueryView>
    </div>
  );
}

function EvidenceParts({ evidence }: { evidence: Evidence }) {
  return (
    <div className="space-y-3">
      <p className="text-sm">
        <span className="font-semibold break-words">{evidence.message}</span>
        <br />
        <span className="text-soft break-all">
          {evidence.title} · {evidence.url}
        </span>
      </p>
      {evidence.hasScreenshot ? (
        <a href={screenshotAddress(evidence.id)} target="_blank" rel="noreferrer" className="block">
          <img
            src={screenshotAddress(evidence.id)}
            alt={t`The lab's page when it failed: ${evidence.title}`}
            className="border-line bg-sunk max-h-96 w-full rounded-lg border object-contain"
          />
        </a>
      ) : null}
      <TextPart title={t`Steps`} lines={evidence.stepLog} open />
      <TextPart title={t`Console`} lines={evidence.console} />
      <TextPart title={t`Network`} lines={evidence.network} />
      <TextPart title={t`Page`} lines={[evidence.dom]} />
      <p className="text-soft text-sm">
        <Trans>Deleted at {formatDateTime(evidence.expiresAt)}.</Trans>
      </p>
    </div>
  );
}

type TextPartProps = { title: string; lines: readonly string[]; open?: boolean };

function TextPart({ title, lines, open = false }: TextPartProps) {
  const text = createPlainText().push(lines.join('\n'));
  return (
    <details open={open} className="border-line rounded-xl border">
      <summary className="px-4 py-2.5 font-semibold">
        {title}
        {text === '' ? (
          <span className="text-soft font-normal">
            {' '}
            <Trans>(empty)</Trans>
          </span>
        ) : null}
      </summary>
      {text === '' ? null : (
        <pre
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          tabIndex={0}
          className="bg-screen text-screen-text max-h-80 overflow-auto rounded-b-xl p-3 font-mono text-[0.8rem] [overflow-wrap:anywhere] whitespace-pre-wrap"
        >
          {text}
        </pre>
      )}
    </details>
  );
}
