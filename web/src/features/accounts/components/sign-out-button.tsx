import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { signOut } from '../api/sign-out.ts';

/** Signs out and loads the page anew at `leadsTo`: nothing that was loaded for this member stays in memory. */
export function SignOutButton({ leadsTo }: { leadsTo: string }) {
  const act = useMutation({
    mutationFn: signOut,
    networkMode: 'always',
    onSuccess: () => window.location.replace(leadsTo),
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <Button pending={act.isPending || act.isSuccess} onClick={() => act.mutate()}>
      <LogOut aria-hidden /> <Trans>Sign out</Trans>
    </Button>
  );
}
