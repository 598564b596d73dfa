import type { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useVoucher } from '../../features/vouchers/admin/api/get-voucher.ts';
import { CodesCard } from '../../features/vouchers/admin/components/codes-card.tsx';
import { EditVoucherForm } from '../../features/vouchers/admin/components/edit-voucher-form.tsx';
import { RedemptionList } from '../../features/vouchers/admin/components/redemption-list.tsx';
import { VoucherFacts } from '../../features/vouchers/admin/components/voucher-facts.tsx';
import { VoucherSwitch } from '../../features/vouchers/admin/components/voucher-switch.tsx';
import { voucherStates } from '../../features/vouchers/admin/describe-voucher.ts';
import { hasStatus } from '../../lib/api-error.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { say } from '../../words/say.ts';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** One voucher: what it gives, its codes, and who redeemed them. */
export function AdminVoucherPage() {
  const { id = '' } = useParams();
  const voucher = useVoucher(id);
  if (hasStatus(voucher.error, 404)) return <NotFoundPage />;
  return (
    <>
      <BackLink to={paths.adminVouchers}>
        <Trans>All vouchers</Trans>
      </BackLink>
      <QueryView query={voucher} loading={<SkeletonList rows={2} rowClassName="h-64" />}>
        {(data) => <VoucherView voucher={data} reload={async () => (await voucher.refetch()).data} />}
      </QueryView>
    </>
  );
}

type VoucherViewProps = { voucher: Voucher; reload: () => Promise<Voucher | undefined> };

function VoucherView({ voucher, reload }: VoucherViewProps) {
  const me = useSignedIn();
  const mayWrite = mayDo(me, 'admin.vouchers.write');
  const { label, tone } = voucherStates[voucher.state];
  return (
    <>
      <PageHeader title={voucher.name} aside={mayWrite ? <VoucherSwitch voucher={voucher} /> : null}>
        <Badge tone={tone}>{say(label)}</Badge>
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-4">
          <VoucherFacts voucher={voucher} />
          {mayWrite ? <CodesCard voucher={voucher} /> : null}
        </div>
        {mayWrite ? <EditVoucherForm voucher={voucher} reload={reload} /> : null}
      </div>
      <section className="mt-8">
        <h2 className="mb-3 text-xl font-bold">{t`Redemptions`}</h2>
        <RedemptionList id={voucher.id} />
      </section>
    </>
  );
}
