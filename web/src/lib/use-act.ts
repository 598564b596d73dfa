import { t } from '@lingui/core/macro';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError, isPassing, isUndecided } from './api-error.ts';
import { useHoldDialog } from './hold-dialog.ts';
import { createIdempotencyKey } from './idempotency-key.ts';
import { pageOwner } from './page-owner.ts';

type ActOptions<Input, Output> = {
  send: (input: Input, idempotencyKey: string) => Promise<Output>;
  onDone?: (output: Output, input: Input) => void;
  onFailed?: (error: Error, input: Input) => void;
  /** True for an act that may follow itself at once, as a switch does. */
  repeatable?: boolean;
};

/** About 20 s in all: a server that restarts is back by then, and whoever clicked need not click again. */
const automaticRetries = 8;
const longestDelayMs = 3000;

/**
 * One act of a member that changes something. Its Idempotency-Key is made when the act begins and kept until the server
 * has decided: a double click sends nothing twice, and a repeat after a lost answer carries the same key.
 * Another input is another act. It is never repeated once the page is drawn for another member. After a success nothing more is sent until `reset`: an answer may arrive between the
 * two clicks of a double click. Called within a dialog, it keeps that open until the server has decided.
 */
export function useAct<Input, Output>(options: ActOptions<Input, Output>) {
  const act = useRef<{ key: string; input: string } | null>(null);
  const closed = useRef(false);
  const mutation = useMutation<Output, Error, { input: Input; key: string; owner: string | null }>({
    mutationFn: async ({ input, key, owner }) => {
      if (owner !== null && owner !== pageOwner()) throw signedInAsAnother();
      return await options.send(input, key);
    },
    retry: (count, error) => isPassing(error) && count < automaticRetries,
    retryDelay: (count) => Math.min(500 * 2 ** count, longestDelayMs),
    networkMode: 'always',
    onSuccess: (output, { input }) => {
      act.current = null;
      if (options.repeatable) closed.current = false;
      options.onDone?.(output, input);
    },
    onError: (error, { input }) => {
      if (!isUndecided(error)) act.current = null;
      closed.current = false;
      options.onFailed?.(error, input);
    },
  });

  useHoldDialog(mutation.isPending);

  function run(input: Input): void {
    if (closed.current) return;
    closed.current = true;
    const fingerprint = JSON.stringify(input) ?? '';
    if (act.current?.input !== fingerprint) act.current = { key: createIdempotencyKey(), input: fingerprint };
    mutation.mutate({ input, key: act.current.key, owner: pageOwner() });
  }

  function reset(): void {
    if (mutation.isPending) return;
    closed.current = false;
    mutation.reset();
  }

  return { run, reset, isPending: mutation.isPending, error: mutation.error, data: mutation.data };
}

// As the broker says it, which could be asked only in the name of the other one.
function signedInAsAnother(): ApiError {
  return new ApiError({
    kind: 'refused',
    status: 409,
    message: t`You are signed in as somebody else now. Reload the page before you go on.`,
  });
}
