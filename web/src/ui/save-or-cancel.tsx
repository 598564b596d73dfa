import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { FormActions } from './form-section.tsx';
import { LinkButton } from './link-button.tsx';

type SaveOrCancelProps = {
  /** Where it goes on without saving. */
  cancelTo: string;
  pending: boolean;
  /** What saving is called. */
  children: ReactNode;
};

/** The end of a form that is a page of its own. */
export function SaveOrCancel({ cancelTo, pending, children }: SaveOrCancelProps) {
  return (
    <FormActions>
      <LinkButton to={cancelTo}>
        <Trans>Cancel</Trans>
      </LinkButton>
      <Button type="submit" look="coin" pending={pending}>
        {children}
      </Button>
    </FormActions>
  );
}
