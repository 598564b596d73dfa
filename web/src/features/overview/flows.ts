/** The three flows of coins that the overview counts. */
export const flows = ['granted', 'spent', 'refunded'] as const;
export type Flow = (typeof flows)[number];
