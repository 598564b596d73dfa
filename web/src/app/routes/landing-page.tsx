import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, Navigate } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { ProductGrid } from '../../features/catalog/components/product-grid.tsx';
import { explainUnavailable } from '../../features/catalog/unavailable.ts';
import { useDocumentTitle } from '../../lib/use-document-title.ts';
import { Button } from '../../ui/button.tsx';
import { say } from '../../words/say.ts';
import { paths } from '../paths.ts';
import { SlotPicture } from './slot-picture.tsx';

const steps = [
  {
    title: msg`Insert a coin`,
    text: msg`Every member has a wallet. Prices are in coins, never in surprises.`,
  },
  {
    title: msg`Watch it being set up`,
    text: msg`Each step is ticked off as it happens, with the log beside it.`,
  },
  {
    title: msg`Log in and work`,
    text: msg`You get an address and a password of your own. Stop when you are done.`,
  },
] as const;

export function LandingPage() {
  useDocumentTitle(t`Insert a coin, get a machine`);
  const me = useMe().data;
  if (me) return <Navigate to={paths.shop} replace />;
  return (
    <div className="space-y-14 sm:space-y-20">
      <section className="grid items-center gap-8 sm:pt-6 md:grid-cols-[1.3fr_1fr]">
        <div>
          <h1 className="text-5xl leading-[1.02] font-extrabold tracking-tight sm:text-6xl lg:text-7xl">
            <Trans>
              Insert a coin,
              <br />
              get a machine.
            </Trans>
          </h1>
          <p className="text-soft mt-5 max-w-lg text-lg">
            <Trans>
              A shared shelf of lab machines. Pay with coins for the time you need, log in over SSH, and give
              it back.
            </Trans>
          </p>
          <div className="mt-7 flex flex-wrap gap-3">
            <Button asChild look="coin" className="px-6! text-base!">
              <Link to={paths.register}>
                <Trans>Create an account</Trans>
              </Link>
            </Button>
            <Button asChild className="px-6! text-base!">
              <Link to={paths.signIn}>
                <Trans>Sign in</Trans>
              </Link>
            </Button>
          </div>
        </div>
        <SlotPicture />
      </section>
      <section aria-labelledby="how">
        <h2 id="how" className="mb-5 text-2xl font-bold">
          <Trans>How it works</Trans>
        </h2>
        <ol className="grid gap-4 md:grid-cols-3">
          {steps.map(({ title, text }, index) => (
            <li key={title.id} className="rounded-card border-line bg-panel border p-5">
              <span
                aria-hidden
                className="bg-coin font-display text-coin-ink grid size-9 place-items-center rounded-full text-lg font-extrabold"
              >
                {index + 1}
              </span>
              <h3 className="mt-3 text-lg font-bold">{say(title)}</h3>
              <p className="text-soft mt-1">{say(text)}</p>
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="machines">
        <h2 id="machines" className="mb-5 text-2xl font-bold">
          <Trans>On the shelf</Trans>
        </h2>
        <ProductGrid
          action={(product) =>
            product.unavailable ? (
              <p className="text-soft text-sm">{explainUnavailable(product)}</p>
            ) : (
              <Button asChild wide>
                <Link to={paths.signIn} aria-label={t`Sign in to buy ${product.name}`}>
                  <Trans>Sign in to buy</Trans>
                </Link>
              </Button>
            )
          }
        />
      </section>
    </div>
  );
}
