import { t } from '@lingui/core/macro';
import { useSearchParams } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { BrokenLink } from '../../features/sign-in/components/broken-link.tsx';
import { VerifyCard } from '../../features/sign-in/components/verify-card.tsx';
import { NarrowPage } from './narrow-page.tsx';

export function VerifyEmailPage() {
  const me = useMe().data;
  const [query] = useSearchParams();
  const token = query.get('token');
  return (
    <NarrowPage title={t`Confirm your address`}>
      {token ? (
        <VerifyCard token={token} registers={query.get('for') === 'registration'} signedIn={Boolean(me)} />
      ) : (
        <BrokenLink />
      )}
    </NarrowPage>
  );
}
