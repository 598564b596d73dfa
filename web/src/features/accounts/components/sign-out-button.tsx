import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { meKey } from '../api/get-me.ts';
import { signOut } from '../api/sign-out.ts';

/** Signs out and forgets everything that was loaded. */
export function SignOutButton({ onDone }: { onDone: () => void }) {
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: signOut,
    networkMode: 'always',
    onSuccess: () => {
      onDone();
      client.clear();
      client.setQueryData(meKey, null);
    },
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <Button pending={act.isPending} onClick={() => act.mutate()}>
      <LogOut aria-hidden /> Sign out
    </Button>
  );
}
