export type FormError = { type?: unknown; message?: string | undefined } | undefined;

/**
 * What to write under a field: our own words for what this page found wrong, or the server's remark as it is.
 * (Remarks of the server are set without a type; see apply-field-errors.ts.)
 */
export function fieldWords(error: FormError, words: string): string | undefined {
  if (!error) return undefined;
  return error.type ? words : (error.message ?? words);
}
