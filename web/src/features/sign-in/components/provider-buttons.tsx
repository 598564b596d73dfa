import type { SignInProvider, SignInWays } from '@coinslot/shared/http/sign-in.ts';
import { Trans } from '@lingui/react/macro';
import { errorText } from '../../../lib/api-error.ts';
import { classNames } from '../../../lib/class-names.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { startSignIn } from '../api/start-sign-in.ts';
import { useRedirect } from '../api/use-redirect.ts';
import { ProviderMark } from './provider-mark.tsx';

type ProviderButtonsProps = {
  providers: SignInWays['providers'];
  returnTo: string;
  /** True where the page says that going on accepts the terms. */
  acceptsTerms?: boolean;
};

/** One button a provider; the first is the one this community uses most. */
export function ProviderButtons({ providers, returnTo, acceptsTerms = false }: ProviderButtonsProps) {
  const leave = useRedirect((provider: SignInProvider) =>
    startSignIn(provider, { returnTo, termsAccepted: acceptsTerms }),
  );
  return (
    <div className="space-y-2.5">
      {leave.error ? <Notice tone="bad">{errorText(leave.error)}</Notice> : null}
      {providers.map(({ id, name }, place) => (
        <Button
          key={id}
          wide
          className={classNames(
            '[&_svg]:size-5!',
            place === 0 && 'min-h-12! text-base!',
            id === 'discord' && 'border-[#4654d8]! bg-[#4654d8]! text-[#fff]! enabled:hover:bg-[#3a47c0]!',
          )}
          disabled={leave.isPending && leave.input !== id}
          pending={leave.isPending && leave.input === id}
          onClick={() => leave.run(id)}
        >
          <ProviderMark provider={id} />
          <Trans>Continue with {name}</Trans>
        </Button>
      ))}
    </div>
  );
}
