import { describeRounds } from './testing/describe-rounds.ts';

// The full matrix is the scenario `processes`; these are the moments of a start at which most is at stake.
describeRounds([
  ['buy/purchase-committed', 'member-line/reset'],
  ['buy/assignment-committed', 'broker/kill'],
  ['buy/sign-in-running-sent', 'worker/kill'],
  ['buy/lab-session-intended-committed', 'postgres/kill'],
  ['buy/lab-start-answered', 'lab-line/reset'],
  ['buy/lab-session-started-sent', 'worker/kill'],
  ['buy/lab-terminal-asked', 'chromium/kill'],
  ['buy/ready-before-commit', 'broker/kill'],
]);
