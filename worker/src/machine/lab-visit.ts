import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { ProvisionStep } from '@coinslot/shared/states/provision-step.ts';
import { takeEvidence } from '../browser/evidence/take-evidence.ts';
import type { LabPage } from '../browser/page/lab-page.ts';
import { createRingBuffer } from '../browser/page/ring-buffer.ts';
import { createConsole } from '../recipes/console.ts';
import type { Console, LabSessionMemory } from '../recipes/console.ts';
import type { Seat } from '../recipes/recipe.ts';
import type { MachineWork } from './machine-work.ts';

/** One stay at the lab: one browser context, one sign-in, one step log. */
export type LabVisit = {
  /** Opens the browser context at first need. */
  console: (signal: AbortSignal) => Promise<Console>;
  note: (line: string) => void;
  /** Reports what can be seen of a failure now. */
  reportEvidence: (fault: {
    step: ProvisionStep | null;
    failure: ProvisionFailure;
    message: string;
  }) => Promise<void>;
  close: () => Promise<void>;
};

export function beginLabVisit(work: MachineWork): LabVisit {
  const stepLog = createRingBuffer(500, 2000);
  const session: LabSessionMemory = { signedInAgain: false };
  let labPage: LabPage | null = null;

  function note(line: string): void {
    stepLog.push(`${new Date().toISOString()} ${line}`);
  }

  return {
    note,
    async console(signal) {
      if (labPage === null) {
        labPage = await work.openPage(signal);
        labPage.onDialog((text, answer) => note(`the page said: ${text.slice(0, 200)} (${answer})`));
      }
      return createConsole({
        labPage,
        session,
        baseUrl: work.assignment.lab.baseUrl,
        // An admin may have given the seat a new password since the goal was set.
        seat: newestSeat(work),
        pageMs: work.timeouts.pageMs,
        signal,
        say: work.say,
        note,
      });
    },
    async reportEvidence({ step, failure, message }) {
      const evidence = await takeEvidence({
        labPage,
        credentialSelectors: work.recipe.credentialSelectors,
        plainSecrets: work.plainSecrets(),
        secrets: work.secrets,
        stepLog: stepLog.lines(),
        step,
        failure,
        message,
      });
      void work.report(evidence);
    },
    async close() {
      await labPage?.close();
      labPage = null;
    },
  };
}

function newestSeat({ orders }: MachineWork): Seat {
  const { username, password, cookies } = orders.newest().seat;
  return { username, password, hasCookies: cookies !== null };
}
