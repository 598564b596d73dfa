import { SignInProvider, providerNames } from '@coinslot/shared/http/sign-in.ts';
import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Notice } from '../../../ui/notice.tsx';
import { describeSignInError, readSignInError } from '../describe-sign-in-error.ts';

const said = ['done', 'provider', 'error'];

/**
 * What a provider's page sent the browser back with: linked, agreed, or why not. It is said once: the address forgets it, so that a
 * reload or a bookmark does not say it again.
 */
export function ReturnedNotice() {
  const [now, setQuery] = useSearchParams();
  const [query] = useState(now);
  useEffect(() => {
    if (!said.some((name) => now.has(name))) return;
    const rest = new URLSearchParams(now);
    for (const name of said) rest.delete(name);
    setQuery(rest, { replace: true });
  }, [now, setQuery]);
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
