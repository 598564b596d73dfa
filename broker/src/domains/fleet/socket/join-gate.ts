/** Lets so many in each second, and tells all others to come again: after a crash every worker of a fleet dials in the same moment. */
export interface JoinGate {
  mayJoin(): boolean;
}

export function createJoinGate(perSecond: number, now = () => performance.now()): JoinGate {
  let places = perSecond;
  let filledAt = now();
  return {
    mayJoin() {
      const at = now();
      places = Math.min(perSecond, places + ((at - filledAt) / 1000) * perSecond);
      filledAt = at;
      if (places < 1) return false;
      places -= 1;
      return true;
    },
  };
}
