import { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { minutesFromNow } from './data-catalog.ts';
import {
  aFailedMachine,
  aMachine,
  aQueuedMachine,
  aReadyMachine,
  askForTime,
  aStoppedMachine,
  beginRestart,
} from './data-machines.ts';
import { press, type Tour, withLive } from './tour-setup.ts';

const readyPath = `/machines/${aReadyMachine().id}`;

/** The page of one machine in every state it has. */
export const machineTours: readonly Tour[] = [
  {
    name: 'machine-queued',
    path: `/machines/${aQueuedMachine().id}`,
    shows: '3rd of 5',
    prepare: withLive(aQueuedMachine(), 0),
  },
  {
    name: 'machine-provisioning',
    path: `/machines/${aMachine().id}`,
    shows: 'Unpacking package',
    prepare: withLive(aMachine(), 60),
  },
  {
    name: 'machine-ready',
    path: `/machines/${aReadyMachine().id}`,
    shows: 'ssh -p',
    prepare: withLive(aReadyMachine()),
  },
  {
    name: 'machine-ending',
    path: `/machines/${aReadyMachine().id}`,
    shows: 'Save your work',
    prepare: withLive(aReadyMachine({ expiresAt: minutesFromNow(1.6) })),
  },
  {
    name: 'machine-stop',
    path: `/machines/${aReadyMachine().id}`,
    shows: 'ssh -p',
    prepare: withLive(aReadyMachine()),
    act: (page) => press(page, 'Stop'),
    dialog: true,
  },
  {
    name: 'machine-failed',
    path: `/machines/${aFailedMachine().id}`,
    shows: 'Buy again',
    prepare: withLive(aFailedMachine()),
  },
  {
    name: 'machine-stopped',
    path: `/machines/${aStoppedMachine().id}`,
    shows: 'Buy again',
    prepare: withLive(aStoppedMachine()),
  },
  {
    name: 'machine-blocked',
    path: `/machines/${aQueuedMachine().id}`,
    shows: 'You keep your place',
    prepare: withLive(
      aQueuedMachine({
        queue: { position: 1, of: 1, wait: null, blocked: 'no_worker', givesUpAt: minutesFromNow(12) },
      }),
      0,
    ),
  },
  {
    name: 'machine-unmeasured',
    path: `/machines/${aQueuedMachine().id}`,
    shows: 'cannot be told yet',
    prepare: withLive(
      aQueuedMachine({
        queue: { position: 2, of: 7, wait: null, blocked: null, givesUpAt: minutesFromNow(12) },
      }),
      0,
    ),
  },
  {
    name: 'machine-extend',
    path: readyPath,
    shows: 'ssh -p',
    prepare: withLive(aReadyMachine()),
    act: (page) => press(page, 'Add 30 minutes for 10 coins'),
    dialog: true,
  },
  {
    name: 'machine-extending',
    path: readyPath,
    shows: 'Asking the lab',
    prepare: withLive(askForTime(aReadyMachine())),
  },
  {
    name: 'machine-refused',
    path: readyPath,
    shows: 'No time was added',
    prepare: (broker) => {
      withLive(aReadyMachine())(broker);
      broker.live.send('event', aRefusal());
    },
  },
  {
    name: 'machine-max-life',
    path: readyPath,
    shows: 'at the latest',
    prepare: withLive(
      aReadyMachine({
        extension: {
          minutes: 30,
          price: 10,
          canExtend: false,
          whyNot: 'max_life',
          latestEndAt: minutesFromNow(70),
          pending: null,
        },
      }),
    ),
  },
  {
    name: 'machine-auto-extend',
    path: readyPath,
    shows: 'On: buys',
    prepare: withLive(
      aReadyMachine({
        autoExtend: true,
        expiresAt: minutesFromNow(8),
        idle: { limitMinutes: 30, since: minutesFromNow(-3), endsAt: minutesFromNow(27) },
      }),
    ),
  },
  {
    name: 'machine-auto-stopped',
    path: readyPath,
    shows: 'It switched itself off',
    prepare: withLive(aReadyMachine({ autoExtendStopped: 'You had too few coins for 30 minutes more.' })),
  },
  {
    name: 'machine-restart',
    path: readyPath,
    shows: 'ssh -p',
    prepare: withLive(aReadyMachine()),
    act: (page) => press(page, 'Restart'),
    dialog: true,
  },
  {
    name: 'machine-restarting',
    path: readyPath,
    shows: 'It is restarting since',
    prepare: withLive(beginRestart(aReadyMachine())),
  },
  {
    name: 'machine-degraded',
    path: readyPath,
    shows: 'Its way in does not answer',
    prepare: withLive(
      aReadyMachine({
        health: {
          state: 'degraded',
          checkedAt: minutesFromNow(-0.1),
          degradedSince: minutesFromNow(-4),
          degradedUntil: minutesFromNow(6),
        },
        restart: { canRestart: true, pendingSince: null, failure: 'The lab did not answer in time.' },
      }),
    ),
  },
  {
    name: 'machine-idle',
    path: readyPath,
    shows: 'Nobody has used it',
    prepare: withLive(
      aReadyMachine({
        idle: { limitMinutes: 30, since: minutesFromNow(-26), endsAt: minutesFromNow(4) },
      }),
    ),
  },
];

function aRefusal(): MachineEvent {
  return MachineEvent.parse({
    n: 40,
    at: minutesFromNow(-1),
    kind: 'extension',
    state: 'refused',
    minutes: 30,
    price: 10,
    automatic: false,
    text: 'The lab gives this machine no more time.',
  });
}
