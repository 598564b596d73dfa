import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { RedeemButton } from '../../features/vouchers/components/redeem-button.tsx';
import { useWallet } from '../../features/wallet/api/get-wallet.ts';
import { useTransfers } from '../../features/wallet/api/list-transfers.ts';
import { BalanceCards } from '../../features/wallet/components/balance-cards.tsx';
import { TransferList } from '../../features/wallet/components/transfer-list.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';

/** What stands below comes when what stands above has its height, so that nothing jumps. */
export function WalletPage() {
  const wallet = useWallet();
  useTransfers();
  return (
    <div className="mx-auto max-w-4xl">
      <PageHeader title={t`Wallet`} aside={<RedeemButton />} />
      <QueryView query={wallet} loading={<SkeletonList rows={4} rowClassName="h-28" />}>
        {(balance) => <BalanceCards wallet={balance} />}
      </QueryView>
      {wallet.isPending ? null : (
        <>
          <h2 className="mt-8 mb-3 text-xl font-bold">
            <Trans>Every movement</Trans>
          </h2>
          <TransferList />
        </>
      )}
    </div>
  );
}
