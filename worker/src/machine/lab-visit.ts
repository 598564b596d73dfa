import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { ProvisionStep } from '@coinslot/shared/states/provision-step.ts';
import type { SeatCookies } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import { takeEvidence } from '../browser/evidence/take-evidence.ts';
import { layCookies } from '../browser/page/lab-cookies.ts';
import type { LabPage } from '../browser/page/lab-page.ts';
import { raceSignal } from '../browser/page/race-signal.ts';
import { createRingBuffer } from '../browser/page/ring-buffer.ts';
import { createConsole } from '../recipes/console.ts';
import type { Console, LabSessionMemory } from '../recipes/console.ts';
import type { Seat } from '../recipes/recipe.ts';
import { followCredentials } from '../streams/screen/hide-credentials.ts';
import { waitForLease } from './lease.ts';
import type { MachineWork } from './machine-work.ts';
import type { Orders } from './orders.ts';
import { signInAtLab } from './sign-in.ts';

/** One stay at the lab: one browser context, one sign-in, one step log. */
export type LabVisit = {
  /** Opens the browser context at first need. */
  console: (signal: AbortSignal) => Promise<Console>;
  /** Signs in by the recipe, and keeps what the next sign-in may begin with. After `console`. */
  signIn: (console: Console) => Promise<void>;
  note: (line: string) => void;
  /** Reports what can be seen of a failure now. */
  reportEvidence: (fault: {
    step: ProvisionStep | null;
    failure: ProvisionFailure;
    message: string;
  }) => Promise<void>;
  /** A person looked after what had blocked the page: it may be worked on again. */
  unblock: () => void;
  close: () => Promise<void>;
};

/** What a visit needs of the work on a machine; what has no machine brings the same. */
export type VisitWork = Pick<
  MachineWork,
  | 'recipe'
  | 'openPage'
  | 'shown'
  | 'timeouts'
  | 'say'
  | 'addSecret'
  | 'plainSecrets'
  | 'secrets'
  | 'report'
  | 'lease'
  | 'signal'
  | 'pageSignal'
> & {
  assignment: { lab: { baseUrl: string } };
  orders: Pick<Orders, 'refuseCookies'> & {
    newest: () => { seat: { username: string; password: string; cookies: SeatCookies | null } };
  };
};

export function beginLabVisit(work: VisitWork): LabVisit {
  const stepLog = createRingBuffer(500, 2000);
  const session: LabSessionMemory = { signedInAgain: false };
  let labPage: LabPage | null = null;
  let laid: SeatCookies | null = null;
  let wasHandedBack = false;

  function note(line: string): void {
    stepLog.push(`${new Date().toISOString()} ${line}`);
  }

  return {
    note,
    async console(signal) {
      if (labPage === null) {
        labPage = await work.openPage(signal);
        await raceSignal(followCredentials(labPage, work.recipe.credentialSelectors), signal);
        laid = work.orders.newest().seat.cookies;
        if (laid !== null) await raceSignal(layCookies(labPage.page, laid), signal);
        work.shown.labPage = labPage;
        labPage.onDialog((text, answer) => note(`the page said: ${text.slice(0, 200)} (${answer})`));
      }
      return createConsole({
        labPage,
        session,
        baseUrl: work.assignment.lab.baseUrl,
        // An admin may have given the seat a new password since the goal was set.
        seat: { ...newestSeat(work), hasCookies: laid !== null || wasHandedBack },
        pageMs: work.timeouts.pageMs,
        signal,
        say: work.say,
        note,
        addSecret: work.addSecret,
        beforeAct: () => waitForLease(work.lease, work.timeouts.pageMs, signal),
      });
    },
    unblock() {
      // Who accepted terms or gave a second factor has signed in; signing in anew would be asked for both again.
      wasHandedBack = true;
      labPage?.unblock();
    },
    async signIn(console) {
      if (labPage === null) throw new Error('no page of the lab is open');
      await signInAtLab(work, console, { labPage, laid });
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
      if (work.shown.labPage === labPage) work.shown.labPage = null;
      await labPage?.close();
      labPage = null;
    },
  };
}

function newestSeat({ orders }: VisitWork): Omit<Seat, 'hasCookies'> {
  const { username, password } = orders.newest().seat;
  return { username, password };
}
