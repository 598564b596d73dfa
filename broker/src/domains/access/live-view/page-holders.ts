/** Who has the lab's page of a machine in hand: one admin at a time. */
export interface PageHolders {
  /** The name of whoever has it. */
  holderOf(machineId: string): string | null;
  /** False when somebody else has it. */
  take(machineId: string, by: PageHolder): boolean;
  /** False when this look had not taken it. */
  giveBack(machineId: string, look: object): boolean;
  has(machineId: string, look: object): boolean;
}

export interface PageHolder {
  /** The look that took it: it gives it back when it closes. */
  look: object;
  name: string;
}

export function createPageHolders(): PageHolders {
  const holders = new Map<string, PageHolder>();
  const has = (machineId: string, look: object): boolean => holders.get(machineId)?.look === look;
  return {
    has,
    holderOf: (machineId) => holders.get(machineId)?.name ?? null,
    take(machineId, by) {
      if (holders.has(machineId)) return has(machineId, by.look);
      holders.set(machineId, by);
      return true;
    },
    giveBack: (machineId, look) => has(machineId, look) && holders.delete(machineId),
  };
}
