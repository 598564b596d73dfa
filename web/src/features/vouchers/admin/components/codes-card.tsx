import type { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { errorText } from '../../../../lib/api-error.ts';
import { Button } from '../../../../ui/button.tsx';
import { Card, CardTitle } from '../../../../ui/card.tsx';
import { CopyButton } from '../../../../ui/copy-button.tsx';
import { DownloadLink } from '../../../../ui/download-link.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { getCodes } from '../api/get-codes.ts';

const shownMax = 200;

/** The codes themselves: as a file, or here to copy. Either stands in the audit log. */
export function CodesCard({ voucher }: { voucher: Voucher }) {
  const codes = useMutation({ mutationFn: () => getCodes(voucher.id) });
  const file = `/api/v1/admin/vouchers/${encodeURIComponent(voucher.id)}/codes`;
  return (
    <Card>
      <CardTitle>
        <Trans>Codes</Trans>
      </CardTitle>
      <p className="text-soft mb-3 text-sm">
        <Trans>Whoever has a code can redeem it. That you looked at them stands in the audit log.</Trans>
      </p>
      <div className="flex flex-wrap gap-2">
        <DownloadLink href={file}>
          <Trans>Download as CSV</Trans>
        </DownloadLink>
        {codes.data ? null : (
          <Button size="small" pending={codes.isPending} onClick={() => codes.mutate()}>
            <Trans>Show them here</Trans>
          </Button>
        )}
      </div>
      {codes.error ? (
        <Notice tone="bad" className="mt-3">
          {errorText(codes.error)}
        </Notice>
      ) : null}
      {codes.data ? <CodeList codes={codes.data} /> : null}
    </Card>
  );
}

function CodeList({ codes }: { codes: readonly string[] }) {
  const rest = codes.length - shownMax;
  return (
    <div className="border-line mt-3 border-t pt-2">
      <p className="flex items-center justify-between gap-2 text-sm font-semibold">
        <Trans>All codes</Trans> <CopyButton text={codes.join('\n')} label={t`Copy all codes`} />
      </p>
      <ul className="max-h-72 overflow-y-auto font-mono text-sm" aria-label={t`Codes`}>
        {codes.slice(0, shownMax).map((code) => (
          <li key={code} className="flex items-center justify-between gap-2">
            <span className="break-all">{code}</span> <CopyButton text={code} label={t`Copy ${code}`} />
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="text-soft mt-2 text-sm">{t`And ${rest} more, in the file.`}</p> : null}
    </div>
  );
}
