import type { Console } from './console.ts';

/** What a lab says of one of its machines. `failed` ones do not run. `absent`: the lab does not know it (any more). */
export type LabState = 'starting' | 'live' | 'restarting' | 'ending' | 'ended' | 'failed' | 'absent';

/** One line of the lab's own list. `label` is the tag it was started with. */
export type LabListing = { labRef: string; label: string; state: LabState };

/** Where the machine's SSH server is, as this worker reaches it, and what opens it: a password, or a private key (OpenSSH's PEM). */
export type LabConnection = {
  host: string;
  port: number;
  username: string;
  password: string | null;
  privateKey: string | null;
  hostKeyFingerprint: string;
};

export type Seat = {
  username: string;
  password: string;
  /** Cookies of an earlier sign-in lie in the browser already, or a person has just signed in by hand: look first whether they open the lab. */
  hasCookies: boolean;
};

/** What a machine is set up with. */
export type BootstrapOrder = {
  machineName: string;
  /** It ends itself after so long, also when nobody can reach it any more. */
  endsInMs: number;
  /** cloudflared is to run in the machine, with this tunnel; null = not there. */
  tunnel: { token: string; hostname: string } | null;
};

/**
 * How one kind of lab console is operated, page by page. Every function starts from wherever the console stands, works
 * on behalf of the seat it was opened for, and throws a RecipeError that tells the failure apart.
 */
export type Recipe = {
  name: string;
  /** Elements that show credentials: blacked out in screenshots and emptied in page copies. */
  credentialSelectors: readonly string[];
  signIn: (console: Console) => Promise<void>;
  /**
   * Asks for one machine. `beforeClick` is awaited right before the click that starts it (it may throw).
   * Answers with the lab's own id as soon as the lab gave it.
   */
  start: (
    console: Console,
    order: { label: string; template: string; minutes: number; beforeClick: () => Promise<void> },
  ) => Promise<{ labRef: string }>;
  /** Waits until the machine runs. `endsInMs`: until the lab ends it by itself; null when it does not say. */
  waitUntilLive: (console: Console, labRef: string) => Promise<{ endsInMs: number | null }>;
  /** A shell on the machine answers. */
  openShell: (console: Console, labRef: string) => Promise<void>;
  /** Sets the machine up through the shell; answers with what it printed. */
  bootstrap: (console: Console, labRef: string, order: BootstrapOrder) => Promise<{ output: string }>;
  readConnection: (console: Console, labRef: string) => Promise<LabConnection>;
  /** Until the lab ends a running machine by itself; null when it never does. Where the lab can be asked for more time. */
  readEnd?: (console: Console, labRef: string) => Promise<{ endsInMs: number | null }>;
  /** Asks the lab for more minutes (whole ones), and answers with the end that its page shows then. */
  extend?: (
    console: Console,
    labRef: string,
    order: { minutes: number; beforeClick: () => Promise<void> },
  ) => Promise<{ endsInMs: number | null }>;
  /** Restarts a running machine and waits until the lab says that it runs again. One that restarts already is only waited for. */
  restart?: (console: Console, labRef: string, order: { beforeClick: () => Promise<void> }) => Promise<void>;
  /** For how long nobody used the machine, 0 = in use; null when the lab cannot say it of this one. */
  readActivity?: (console: Console, labRef: string) => Promise<{ idleForMs: number | null }>;
  list: (console: Console) => Promise<LabListing[]>;
  /** Asks the lab to end the machine and waits until the lab says that it ended. */
  end: (console: Console, labRef: string) => Promise<'ended' | 'absent'>;
};
