import { SignInProvider, providerNames } from '@coinslot/shared/http/sign-in.ts';
import { Trans } from '@lingui/react/macro';
import { Notice } from '../../../ui/notice.tsx';
import { describeSignInError, readSignInError } from '../describe-sign-in-error.ts';

/** What a provider's page sent the browser back with: linked, agreed, or why not. */
export function ReturnedNotice({ query }: { query: URLSearchParams }) {
  const failed = readSignInError(query);
  if (failed) return <Notice tone="bad">{describeSignInError(failed.error, failed.name)}</Notice>;
  const provider = SignInProvider.safeParse(query.get('provider'));
  if (!provider.success) return null;
  const name = providerNames[provider.data];
  const done = query.get('done');
  if (done === 'linked') {
    return (
      <Notice tone="busy">
        <Trans>{name} is linked. From now on it opens this account.</Trans>
      </Notice>
    );
  }
  if (done !== 'consented') return null;
  return (
    <Notice tone="busy">
      <Trans>Thank you. Your roles are read now; that takes a few seconds.</Trans>
    </Notice>
  );
}
