/** Every query about labs and their seats begins with it: an act on one refreshes all. */
export const labsKey = ['labs'] as const;
