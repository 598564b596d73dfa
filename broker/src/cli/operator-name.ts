import { keptNames } from '@coinslot/shared/kept-names.ts';

/** Who did it, in the audit log, when it was done on the server's own terminal. */
export const operatorName = keptNames.operator;

export const operatorAct = { actor: { id: null, name: operatorName }, address: null } as const;
