import type { LabPage } from '../browser/page/lab-page.ts';
import type { WayIn } from '../machine/way-in.ts';

/** What a held machine shows to terminals, connections and looks at its page. */
export type StreamSource = {
  /** How this worker gets into the machine by itself; null while it is not ready. */
  wayIn: () => WayIn | null;
  /** The lab's page that is open for it now, or null. */
  page: () => LabPage | null;
  /** Whether the work on it waits for a person, who may use the page meanwhile. */
  isStill: () => boolean;
  /** Elements that show credentials, never to be seen in a picture. */
  credentialSelectors: () => readonly string[];
  /** Aborted when the machine is no longer held here. */
  signal: AbortSignal;
};
