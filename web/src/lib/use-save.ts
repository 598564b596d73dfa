import { useState } from 'react';
import { ApiError } from './api-error.ts';
import { applyFieldErrors } from './apply-field-errors.ts';
import { useAct } from './use-act.ts';

type SaveOptions<Input, Item extends { revision: number }, Name extends string> = {
  /** What is edited, as it was when the form was opened; null for a new one. */
  item: Item | null;
  /** `revision` is the one the change is based on; null for a new one. */
  send: (input: Input, revision: number | null, idempotencyKey: string) => Promise<Item>;
  /** Loads anew what shows the item; the form waits for it, so that the next page is not an old one. */
  refresh: () => Promise<unknown>;
  onSaved: (item: Item) => void;
  /** Asks for the item as it is now. */
  reload: () => Promise<Item | undefined>;
  names: readonly Name[];
  /** react-hook-form's own: the first field with a remark gets the focus. */
  setError: (name: Name, error: { message: string }, how: { shouldFocus: boolean }) => void;
};

/**
 * Saves a form's values. A refusal touches nothing that was typed: remarks go to their fields, `refusal` is the rest,
 * and `newer` is set when somebody else saved first: the form then offers the newer one, or `keepMine`. `isSaved`: nothing
 * that was typed can be lost any more, while the next page is still loading.
 */
export function useSave<Input, Item extends { revision: number }, Name extends string>(
  options: SaveOptions<Input, Item, Name>,
) {
  const [revision, setRevision] = useState(options.item?.revision ?? null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [newer, setNewer] = useState<Item | null>(null);

  const act = useAct({
    send: async (change: { input: Input; revision: number | null }, key) => {
      const saved = await options.send(change.input, change.revision, key);
      await options.refresh();
      return saved;
    },
    onDone: options.onSaved,
    onFailed: (error) => void explain(error),
  });

  async function explain(error: Error): Promise<void> {
    const found = isEditedMeanwhile(error) ? await findNewer() : undefined;
    setNewer(found ?? null);
    setRefusal(found ? null : placeRemarks(error));
  }

  function placeRemarks(error: Error): string | null {
    let placed = 0;
    return applyFieldErrors(error, options.names, (name, remark) => {
      options.setError(name, remark, { shouldFocus: placed === 0 });
      placed += 1;
    });
  }

  async function findNewer(): Promise<Item | undefined> {
    try {
      return await options.reload();
    } catch {
      return undefined;
    }
  }

  function run(input: Input): void {
    setRefusal(null);
    act.run({ input, revision });
  }

  /** From now on the change is based on the newer one: saving again writes over it. */
  function keepMine(): void {
    if (newer) setRevision(newer.revision);
    setNewer(null);
  }

  return { run, isPending: act.isPending, isSaved: act.data !== undefined, refusal, newer, keepMine };
}

function isEditedMeanwhile(error: Error): boolean {
  return error instanceof ApiError && error.problem?.code === 'edited_meanwhile';
}
