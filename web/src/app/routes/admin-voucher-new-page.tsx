import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { NewVoucherForm } from '../../features/vouchers/admin/components/new-voucher-form.tsx';
import { BackLink } from '../../ui/back-link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { paths } from '../paths.ts';

export function AdminVoucherNewPage() {
  return (
    <>
      <BackLink to={paths.adminVouchers}>
        <Trans>All vouchers</Trans>
      </BackLink>
      <PageHeader title={t`New voucher`} />
      <NewVoucherForm />
    </>
  );
}
