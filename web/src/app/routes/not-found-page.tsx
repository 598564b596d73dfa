import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { useDocumentTitle } from '../../lib/use-document-title.ts';
import { Button } from '../../ui/button.tsx';
import { paths } from '../paths.ts';

export function NotFoundPage() {
  useDocumentTitle(t`Not found`);
  const me = useMe().data;
  return (
    <div className="grid justify-items-center gap-4 py-16 text-center">
      <p aria-hidden className="font-display text-coin-text text-7xl font-extrabold">
        404
      </p>
      <h1 className="text-3xl font-extrabold">
        <Trans>There is nothing here</Trans>
      </h1>
      <p className="text-soft max-w-prose">
        <Trans>The address is wrong, or what stood here is not yours to see.</Trans>
      </p>
      <Button asChild look="coin">
        <Link to={me ? paths.shop : paths.landing}>{me ? t`Go to the shop` : t`Go to the start`}</Link>
      </Button>
    </div>
  );
}
