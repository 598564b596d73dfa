import { type VariantProps, cva } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';
import { useReadOnly } from './read-only.ts';

const buttonLook = cva(
  'inline-flex items-center justify-center gap-2 rounded-xl font-semibold whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        coin: 'bg-coin text-coin-ink shadow-[inset_0_-2px_0_rgb(43_29_58/0.25)] enabled:hover:bg-coin-hover',
        plain: 'border border-line-strong bg-panel text-ink enabled:hover:bg-sunk',
        quiet: 'text-ink enabled:hover:bg-sunk',
        danger: 'border border-bad bg-panel text-bad enabled:hover:bg-bad-wash',
      },
      size: {
        normal: 'min-h-11 px-4 py-2 text-[0.95rem]',
        small: 'min-h-9 px-3 py-1.5 text-sm',
        icon: 'size-10 p-0',
      },
      wide: { true: 'w-full', false: '' },
    },
    defaultVariants: { look: 'plain', size: 'normal', wide: false },
  },
);

type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonLook> & {
    /** Shows a spinner and refuses clicks, keeping the button's words. */
    pending?: boolean;
    asChild?: boolean;
    children: ReactNode;
  };

export function Button(props: ButtonProps) {
  const {
    look,
    size,
    wide,
    pending = false,
    asChild = false,
    className,
    children,
    disabled,
    ...rest
  } = props;
  // What only looks is left: the acts of a page are its coin, danger and submit buttons.
  const forbidden = useReadOnly() && (look === 'coin' || look === 'danger' || rest.type === 'submit');
  const classes = classNames(buttonLook({ look, size, wide }), className);
  if (asChild) {
    return (
      <Slot.Root
        className={classNames(classes, look === 'coin' ? 'hover:bg-coin-hover' : 'hover:bg-sunk')}
        {...rest}
      >
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={classes}
      disabled={disabled === true || pending || forbidden}
      aria-busy={pending}
      {...rest}
    >
      {pending ? <LoaderCircle aria-hidden className="animate-spin" /> : null}
      {children}
    </button>
  );
}
