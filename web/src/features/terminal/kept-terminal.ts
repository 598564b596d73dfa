/**
 * Which terminal this tab had open on a machine, so that a reload comes back to it. Kept for the tab only: another tab gets a
 * terminal of its own.
 */
export function readKeptTerminal(machineId: string): string | null {
  try {
    return sessionStorage.getItem(keyOf(machineId));
  } catch {
    return null;
  }
}

export function keepTerminal(machineId: string, terminalId: string | null): void {
  try {
    if (terminalId === null) sessionStorage.removeItem(keyOf(machineId));
    else sessionStorage.setItem(keyOf(machineId), terminalId);
  } catch {
    // Without storage a reload begins a new one.
  }
}

function keyOf(machineId: string): string {
  return `terminal:${machineId}`;
}
