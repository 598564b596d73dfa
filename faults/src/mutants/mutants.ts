/** A bug that is put into a copy of the product, to see that the checker finds it. */
export interface Mutant {
  name: string;
  /** What was forgotten, in words. */
  about: string;
  /** The checks of which one must find it. */
  caughtBy: readonly string[];
  /** Each is found exactly once. */
  patches: readonly Patch[];
  /** In functions of the database. */
  functions: readonly FunctionPatch[];
}

export interface Patch {
  file: string;
  find: string;
  replace: string;
}

export interface FunctionPatch {
  name: string;
  find: string;
  replace: string;
  /** How often it stands there. */
  times: number;
}

export const mutants = [
  {
    name: 'no-epoch-check',
    about: 'a report is taken whatever lease it is of',
    // An acceptance that came too late is answered as taken, and no lease was accepted by it.
    caughtBy: ['stale_write', 'forgotten_answer'],
    patches: [
      {
        file: 'broker/src/domains/machines/reports/apply-report.ts',
        find: 'if (!machine || lease?.workerId !== hold.workerId || lease.epoch !== hold.epoch) {',
        replace: 'if (!machine || !lease) {',
      },
    ],
    functions: [],
  },
  {
    name: 'no-intent',
    about: 'the lab is asked without waiting until its session is written',
    caughtBy: ['intent'],
    patches: [
      {
        file: 'worker/src/machine/try-provision.ts',
        find: 'const outcome = await raceSignal(intended, signal);',
        replace: "const outcome = 'applied'; void intended.catch(() => undefined);",
      },
    ],
    functions: [],
  },
  {
    name: 'double-refund',
    about: 'what is given back is given back twice',
    caughtBy: ['coins'],
    patches: [
      {
        file: 'broker/src/domains/wallet/refund-charge.ts',
        find: 'coins: refund,\n  });\n',
        replace:
          "coins: refund,\n  });\n  await recordTransfers(tx, { userId: charge.userId, from: 'sales', to: 'available', kind: 'refund', reference: charge.id + ':again', actor, reason, coins: refund });\n",
      },
    ],
    functions: [],
  },
  {
    name: 'no-lock',
    about: 'a purchase counts the machines of its member without a lock',
    caughtBy: ['over_capacity'],
    patches: [],
    functions: [
      {
        name: 'buy_machine',
        find: 'where u.user_id = buyer_id for no key update;',
        replace: 'where u.user_id = buyer_id;',
        times: 2,
      },
    ],
  },
  {
    name: 'early-answer',
    about: 'a report is answered before it is written',
    caughtBy: ['forgotten_answer'],
    patches: [
      {
        file: 'broker/src/domains/fleet/socket/take-message.ts',
        find: 'const outcome = failures >= maxReportFailures',
        replace:
          "connection.send({ type: 'report_ack', seq, outcome: 'applied', detail: null }); await new Promise((resolve) => setTimeout(resolve, 60));\n    const outcome = failures >= maxReportFailures",
      },
    ],
    functions: [],
  },
] as const satisfies Mutant[];
