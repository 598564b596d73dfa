/** Whether somebody is logged in to a machine, and when somebody last was. */
export interface MachineUse {
  /** `at`: the last moment somebody was logged in, in ms since 1970; now while somebody is. Null before the first login. */
  read: () => { inUse: boolean; at: number } | null;
  record: (users: number) => void;
}

export function createMachineUse(): MachineUse {
  let users = 0;
  let lastAt: number | null = null;
  return {
    read() {
      if (users > 0) return { inUse: true, at: Date.now() };
      return lastAt === null ? null : { inUse: false, at: lastAt };
    },
    record(next) {
      if (users > 0 || next > 0) lastAt = Date.now();
      users = next;
    },
  };
}
