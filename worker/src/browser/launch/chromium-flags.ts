/** Flags that keep Chromium quiet: no requests, pages or sounds of its own. */
export const chromiumFlags: readonly string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-default-browser-check',
  '--disable-breakpad',
  '--mute-audio',
  '--disable-dev-shm-usage',
  '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication',
  '--password-store=basic',
];

/** Chromium refuses its sandbox to root; an ordinary user keeps it. */
export function sandboxFlags(userId: number | undefined): string[] {
  return userId === 0 ? ['--no-sandbox'] : [];
}
