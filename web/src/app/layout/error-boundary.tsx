import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { RotateCw } from 'lucide-react';
import { Component, type ReactNode, use } from 'react';
import { HouseName } from '../../lib/house-name.ts';
import { Button } from '../../ui/button.tsx';

type ErrorBoundaryProps = { children: ReactNode };

/** The last net: a page that broke, or a part of it that a newer release has replaced. React offers this only to classes. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <Broken error={this.state.error} />;
  }
}

function Broken({ error }: { error: unknown }) {
  const house = use(HouseName);
  const replaced = error instanceof TypeError && /import|module/i.test(error.message);
  return (
    <div
      role="alert"
      className="mx-auto grid min-h-[60dvh] max-w-xl place-content-center gap-4 px-6 text-center"
    >
      <h1 className="text-3xl font-extrabold">
        {replaced ? t`There is a newer version` : t`This page broke`}
      </h1>
      <p className="text-soft">
        {replaced
          ? t`${house} was updated, or the server is away for a moment. Reload to go on.`
          : t`Nothing you bought is affected. Reload the page; if it breaks again, tell an admin what you did.`}
      </p>
      <div>
        <Button look="coin" onClick={() => window.location.reload()}>
          <RotateCw aria-hidden /> <Trans>Reload</Trans>
        </Button>
      </div>
    </div>
  );
}
