import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { meKey } from '../../accounts/api/get-me.ts';
import { setupKey } from '../../accounts/api/get-setup-status.ts';

/** What does not depend on who is signed in; where a new member goes first hangs on the setup. */
const kept: readonly unknown[] = [meKey[0], setupKey[0]];

/**
 * Sends a sign-in or registration once. When it is done, forgets what the last member saw and learns who is signed in
 * now; `onNext` hears what follows, be it a second factor or a mail.
 */
export function useEnter<Form, Answer extends { next: string }>(
  send: (form: Form) => Promise<Answer>,
  onNext: (next: Answer['next']) => void,
) {
  const client = useQueryClient();
  const busy = useRef(false);
  const mutation = useMutation({
    mutationFn: send,
    meta: { signsIn: true },
    networkMode: 'always',
    onSuccess: async ({ next }) => {
      if (next === 'done') {
        client.removeQueries({ predicate: (query) => !kept.includes(query.queryKey[0]) });
        await client.invalidateQueries({ queryKey: meKey });
      }
      onNext(next);
    },
    onSettled: () => {
      busy.current = false;
    },
  });

  function run(form: Form): void {
    if (busy.current) return;
    busy.current = true;
    mutation.mutate(form);
  }

  return { run, isPending: mutation.isPending, error: mutation.error };
}
