import type { Me } from '@coinslot/shared/http/me.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { Button } from '../../../ui/button.tsx';
import { useReadOnly } from '../../../ui/read-only.ts';
import { acceptTerms } from '../../accounts/api/accept-terms.ts';
import { meKey } from '../../accounts/api/get-me.ts';
import { BannerFrame } from './banner-frame.tsx';

/** Tells a member that the site's terms have changed since they accepted them, until they accept the present ones. */
export function TermsBanner({ revision }: { revision: number }) {
  const client = useQueryClient();
  const readOnly = useReadOnly();
  const accept = useMutation({
    mutationFn: () => acceptTerms({ revision }),
    onSuccess: () => client.setQueryData<Me | null>(meKey, (me) => (me ? { ...me, termsChanged: null } : me)),
    // Perhaps they were changed once more meanwhile.
    onError: () => client.invalidateQueries({ queryKey: meKey }),
  });
  return (
    <BannerFrame level="info" title={t`The terms of this site have changed.`}>
      <Link to={paths.terms} className="shrink-0 text-sm font-semibold underline underline-offset-2">
        <Trans>Read the terms</Trans>
      </Link>
      <Button look="quiet" disabled={readOnly || accept.isPending} onClick={() => accept.mutate()}>
        <Trans>Accept</Trans>
      </Button>
    </BannerFrame>
  );
}
