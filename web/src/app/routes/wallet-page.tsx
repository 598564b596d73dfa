import { useWallet } from '../../features/wallet/api/get-wallet.ts';
import { BalanceCards } from '../../features/wallet/components/balance-cards.tsx';
import { TransferList } from '../../features/wallet/components/transfer-list.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

export function WalletPage() {
  const wallet = useWallet();
  return (
    <div className="mx-auto max-w-4xl">
      <PageHeader title="Wallet" />
      <QueryView query={wallet} loading={<Skeleton className="rounded-card h-36" />}>
        {(balance) => <BalanceCards wallet={balance} />}
      </QueryView>
      <h2 className="mt-8 mb-3 text-xl font-bold">Every movement</h2>
      <TransferList />
    </div>
  );
}
