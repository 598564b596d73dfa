import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useNavigate } from 'react-router';
import { useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { BuyOffer } from '../../features/catalog/components/buy-offer.tsx';
import { ProductGrid } from '../../features/catalog/components/product-grid.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { paths } from '../paths.ts';

export function ShopPage() {
  const me = useSignedIn();
  const navigate = useNavigate();
  if (!me) return null;
  return (
    <>
      <PageHeader title={t`Shop`}>
        <Trans>Pick a machine. It is yours for the time on the ticket, counted from when it is ready.</Trans>
      </PageHeader>
      <ProductGrid
        action={(product) => (
          <BuyOffer
            product={product}
            me={me}
            onBought={(machineId) => void navigate(paths.machine(machineId))}
          />
        )}
      />
    </>
  );
}
