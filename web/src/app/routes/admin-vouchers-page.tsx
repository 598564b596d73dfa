import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useVouchers } from '../../features/vouchers/admin/api/list-vouchers.ts';
import { VoucherRow } from '../../features/vouchers/admin/components/voucher-row.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PagedRows } from '../../ui/paged-rows.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';

export function AdminVouchersPage() {
  const me = useSignedIn();
  const [query, setQuery] = useSearchParams();
  const search = query.get('search') ?? '';
  const vouchers = useVouchers(search);
  return (
    <>
      <PageHeader
        title={t`Vouchers`}
        aside={
          mayDo(me, 'admin.vouchers.write') ? (
            <LinkButton to={paths.adminVoucherNew} look="coin">
              <Plus aria-hidden /> <Trans>New voucher</Trans>
            </LinkButton>
          ) : null
        }
      >
        <Trans>Codes that give coins to whoever redeems them.</Trans>
      </PageHeader>
      <div className="mb-4 flex">
        <SearchField
          label={t`Search vouchers`}
          placeholder={t`Name or note`}
          value={search}
          onChange={(typed) => setQuery(typed ? { search: typed } : {}, { replace: true })}
        />
      </div>
      <PagedRows
        query={vouchers}
        loading={<SkeletonList rows={5} rowClassName="h-16" />}
        empty={
          search ? (
            <EmptyState title={t`No voucher matches`} />
          ) : (
            <EmptyState title={t`No voucher yet`}>
              <Trans>Make one code for a whole event, or many for single members.</Trans>
            </EmptyState>
          )
        }
      >
        {(voucher) => <VoucherRow voucher={voucher} />}
      </PagedRows>
    </>
  );
}
