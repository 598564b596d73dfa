import { t } from '@lingui/core/macro';

/**
 * Says that the act had happened before, at a try whose answer was lost, instead of that it was done now. Loaded when it is needed: the
 * first pages need no messages.
 */
export async function sayNothingDone(): Promise<void> {
  const { toast } = await import('sonner');
  for (const shown of toast.getToasts()) {
    if ('type' in shown && shown.type === 'success') toast.dismiss(shown.id);
  }
  toast.info(t`This had happened already; nothing was done now.`, { duration: 10_000 });
}
