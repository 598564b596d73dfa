import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'react-router';
import { Button } from './button.tsx';

type LinkButtonProps = {
  to: string;
  children: ReactNode;
  look?: ComponentProps<typeof Button>['look'];
  size?: ComponentProps<typeof Button>['size'];
  label?: string;
};

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton({ to, children, look, size, label }: LinkButtonProps) {
  return (
    <Button asChild look={look} size={size}>
      <Link to={to} aria-label={label}>
        {children}
      </Link>
    </Button>
  );
}
