import type { ReceivedProblem } from '@coinslot/shared/http/received-problem.ts';
import { t } from '@lingui/core/macro';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError, decides, isPassing } from './api-error.ts';
import { useHoldDialog } from './hold-dialog.ts';
import { createIdempotencyKey } from './idempotency-key.ts';
import { pageOwner } from './page-owner.ts';
import { sayNothingDone } from './say-nothing-done.ts';
import { wasSwallowed } from './undecided-acts.ts';

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
 * Another input is another act. It belongs to the first member for whom the form was drawn, and is never sent once the page is drawn for
 * another one, or for nobody. After a success nothing more is sent until `reset`: an answer may arrive between the two clicks of a double
 * click. Called within a dialog, it keeps that open until the server has decided.
 */
export function useAct<Input, Output>(options: ActOptions<Input, Output>) {
  const act = useRef<{ key: string; input: string } | null>(null);
  const closed = useRef(false);
  const owner = useFormOwner();
  const mutation = useMutation<Output, Error, { input: Input; key: string; owner: string | null }>({
    mutationFn: async ({ input, key, owner }) => {
      if (owner !== null && owner !== pageOwner()) throw notTheirs();
      return await options.send(input, key);
    },
    retry: (count, error) => isPassing(error) && count < automaticRetries,
    retryDelay: (count) => Math.min(500 * 2 ** count, longestDelayMs),
    networkMode: 'always',
    onSuccess: (output, { input, key }) => {
      act.current = null;
      if (options.repeatable) closed.current = false;
      options.onDone?.(output, input);
      if (wasSwallowed(key)) void sayNothingDone();
    },
    onError: (error, { input }) => {
      if (decides(error)) act.current = null;
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
    mutation.mutate({ input, key: act.current.key, owner: owner() });
  }

  function reset(): void {
    if (mutation.isPending) return;
    closed.current = false;
    mutation.reset();
  }

  return { run, reset, isPending: mutation.isPending, error: mutation.error, data: mutation.data };
}

/** Whose the form is: a visitor's form that signs in has nobody's name until then. */
function useFormOwner(): () => string | null {
  const owner = useRef<string | null>(null);
  useEffect(() => {
    owner.current ??= pageOwner();
  });
  return () => (owner.current ??= pageOwner());
}

// As the broker says it, which could be asked only in the name of the other one.
function notTheirs(): ApiError {
  return pageOwner() === null
    ? refusal('unauthenticated', 401, t`Sign in and try again.`)
    : refusal(
        'signed_in_as_another',
        409,
        t`You are signed in as somebody else now. Reload the page before you go on.`,
      );
}

function refusal(code: ReceivedProblem['code'], status: number, message: string): ApiError {
  const problem = { type: `/docs/errors#${code}`, title: message, status, detail: message, code };
  return new ApiError({ kind: 'problem', status, message, problem });
}
