import type { Me } from '@coinslot/shared/http/me.ts';
import { CircleAlert, CircleCheck, CircleX, Info, X } from 'lucide-react';
import { Toaster } from 'sonner';
import { ExpiryWatch } from '../../features/machines/components/expiry-watch.tsx';

const toastLook = {
  toast:
    'flex w-full items-center gap-3 rounded-card border border-line-strong bg-panel py-2.5 pr-2 pl-4 text-[0.95rem] text-ink shadow-card sm:w-[26rem]',
  content: 'min-w-0 flex-1 break-words',
  icon: 'grid shrink-0 place-items-center',
  closeButton:
    'order-last grid size-9 shrink-0 place-items-center rounded-lg text-soft hover:bg-sunk hover:text-ink',
  actionButton:
    'min-h-9 shrink-0 rounded-xl bg-coin px-3 text-sm font-semibold text-coin-ink hover:bg-coin-hover',
} as const;

/** Short messages, and the warnings before a machine ends. Loaded after the page: nothing waits for it. */
export function Notifications({ me }: { me: Me | null | undefined }) {
  return (
    <>
      {me ? <ExpiryWatch activeMachines={me.limits.activeMachines} /> : null}
      <Toaster
        // Its own style sheet brings another font.
        className="font-sans!"
        position="top-center"
        closeButton
        // Below the header, so that a message never covers the balance or the way to another page.
        offset={{ top: '4.75rem' }}
        mobileOffset={{ top: '4.5rem', left: '1rem', right: '1rem' }}
        gap={10}
        toastOptions={{ unstyled: true, classNames: toastLook }}
        icons={{
          success: <CircleCheck aria-hidden className="text-ok size-5" />,
          warning: <CircleAlert aria-hidden className="text-coin-text size-5" />,
          error: <CircleX aria-hidden className="text-bad size-5" />,
          info: <Info aria-hidden className="text-busy size-5" />,
          close: <X aria-hidden className="size-4" />,
        }}
      />
    </>
  );
}
