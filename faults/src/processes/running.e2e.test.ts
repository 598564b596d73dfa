import { describeRounds } from './testing/describe-rounds.ts';

// The full matrix is the scenario `processes`; these are the moments at which a running machine or its end is at stake.
describeRounds([
  ['use/heartbeat-sent', 'worker/stop-until-lost'],
  ['buy/way-in-checked', 'machine-line/half-open-up'],
  ['buy/ready-acknowledged', 'database-line/reset'],
  ['extend/lab-extend-answered', 'worker/kill'],
  ['restart/restarted-sent', 'worker-line/half-open-down'],
  ['stop/order-committed', 'worker/kill'],
  ['stop/lab-end-answered', 'lab/kill'],
]);
