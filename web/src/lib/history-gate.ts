let guard: ((event: PopStateEvent) => void) | null = null;

// Browsers call the window's own listeners in the order they were added, whatever their phase. So this one is added
// when the router's module is loaded, before the router adds its own.
window.addEventListener('popstate', (event) => guard?.(event));

/** Sees every step through the history before the router does; null lets all pass. */
export function setHistoryGuard(next: ((event: PopStateEvent) => void) | null): void {
  guard = next;
}
