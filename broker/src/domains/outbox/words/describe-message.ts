import { incidentWords } from '@coinslot/shared/incident-words.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import { describeWaysLeft, securityAdvice, securityWords } from './describe-security.ts';
import { type MessageKind, type MessageParams, messageParams } from './message-params.ts';

/** A message before it is a mail or a Discord message. `path` begins with a slash; a whole address stands as it is. */
export interface MessageWords {
  subject: string;
  lines: string[];
  link: { text: string; to: string } | null;
}

type Describe<Kind extends MessageKind> = (params: MessageParams<Kind>) => MessageWords;

/** All words of mails and Discord messages, a kind each. English; another language is another such table. */
const english: { [Kind in MessageKind]: Describe<Kind> } = {
  machine_ready: ({ machineId, machineName }) => ({
    subject: `${machineName} is ready`,
    lines: [`Your machine ${machineName} is ready, and its time runs.`],
    link: machineLink(machineId),
  }),
  machine_expiring: ({ machineId, machineName, minutesLeft, endsAt }) => ({
    subject: `${machineName} ends in ${countOf(minutesLeft, 'minute')}`,
    lines: [
      `The time of your machine ${machineName} is over at ${utcTime(endsAt)}.`,
      'Save what you need, or buy more time.',
    ],
    link: machineLink(machineId),
  }),
  machine_failed: ({ machineId, machineName, reason, detail, refunded }) => ({
    subject: `${machineName} has ended early`,
    lines: [
      endReasons[reason].text,
      ...(detail === null ? [] : [detail]),
      refunded > 0 ? `${countOf(refunded, 'coin')} came back to your wallet.` : 'No coins were due back.',
    ],
    link: machineLink(machineId),
  }),
  machine_ended: ({ machineId, machineName, reason, refunded }) => ({
    subject: `${machineName} has ended`,
    lines: [
      endReasons[reason].text,
      ...(refunded > 0 ? [`${countOf(refunded, 'coin')} came back to your wallet.`] : []),
    ],
    link: machineLink(machineId),
  }),
  low_balance: ({ available, below }) => ({
    subject: 'Your coins run low',
    lines: [`You have ${countOf(available, 'coin')}, fewer than ${below}.`],
    link: { text: 'Open your wallet', to: '/wallet' },
  }),
  announcement: ({ title }) => ({
    subject: title,
    lines: ['There is something new to read.'],
    link: { text: 'Read it', to: '/announcements' },
  }),
  coins_adjusted: ({ coins, reason }) => ({
    subject:
      coins > 0 ? `You were given ${countOf(coins, 'coin')}` : `${countOf(-coins, 'coin')} were removed`,
    lines: [
      coins > 0
        ? `An admin added ${countOf(coins, 'coin')}.`
        : `An admin removed ${countOf(-coins, 'coin')}.`,
      `Reason: ${reason}`,
    ],
    link: { text: 'Open your wallet', to: '/wallet' },
  }),
  security: ({ event, device, address, waysLeft }) => ({
    subject: 'A change to your account',
    lines: [
      securityWords[event],
      ...(device === null ? [] : [`Device: ${device}`]),
      ...(address === null ? [] : [`Address: ${address}`]),
      ...(waysLeft ? describeWaysLeft(waysLeft) : []),
      securityAdvice[event].line,
    ],
    link: securityAdvice[event].link,
  }),
  voucher: ({ voucherName, coins }) => ({
    subject: `${countOf(coins, 'coin')} from ${voucherName}`,
    lines: [`The voucher ${voucherName} gave you ${countOf(coins, 'coin')}.`],
    link: { text: 'Open your wallet', to: '/wallet' },
  }),
  verify_email: ({ url }) => ({
    subject: 'Confirm your e-mail address',
    lines: ['Open this link to confirm that this address is yours.', ifNotYou],
    link: { text: 'Confirm the address', to: url },
  }),
  reset_password: ({ url }) => ({
    subject: 'Set a new password',
    lines: ['Open this link to set a new password. It works once.', ifNotYou],
    link: { text: 'Set a new password', to: url },
  }),
  confirm_new_email: ({ url }) => ({
    subject: 'Confirm your new e-mail address',
    lines: ['Open this link to use this address for your account from now on.', ifNotYou],
    link: { text: 'Use this address', to: url },
  }),
  account_exists: ({ url }) => ({
    subject: 'You have an account already',
    lines: [
      'Somebody, perhaps you, tried to register with this address. It has an account already.',
      'If you forgot the password, set a new one. If it was not you, do nothing.',
    ],
    link: { text: 'Sign in', to: url },
  }),
  email_changed_notice: ({ newEmail }) => ({
    subject: 'Your e-mail address was changed',
    lines: [
      `Your account now uses ${newEmail}, no longer this address.`,
      'If this was not you, tell whoever runs this site at once.',
    ],
    link: null,
  }),
  account_disabled: ({ reason }) => ({
    subject: 'Your account was disabled',
    lines: [
      'Nobody can sign in to it any more, and its machines are ended.',
      `Reason: ${reason}`,
      'If this is a mistake, tell whoever runs this site.',
    ],
    link: null,
  }),
  lab_closed: ({ labName, reason }) => ({
    subject: `The lab ${labName} was closed`,
    lines: [
      reason,
      'Nothing of it is sold until it works again, or until somebody opens it where it waits for that.',
    ],
    link: { text: 'Look at the labs', to: '/admin/labs' },
  }),
  lab_reopened: ({ labName }) => ({
    subject: `The lab ${labName} works again`,
    lines: ['A try became ready: its machines are sold again.'],
    link: { text: 'Look at the labs', to: '/admin/labs' },
  }),
  seat_closed: ({ labName, seatName, reason }) => ({
    subject: `The seat ${seatName} at ${labName} was closed`,
    lines: [
      reason,
      'Nothing new starts on it until it works again, or until somebody opens it where it waits for that.',
    ],
    link: { text: 'Look at the labs', to: '/admin/labs' },
  }),
  seat_reopened: ({ labName, seatName }) => ({
    subject: `The seat ${seatName} at ${labName} works again`,
    lines: ['A try became ready: it carries machines again.'],
    link: { text: 'Look at the labs', to: '/admin/labs' },
  }),
  worker_lost: ({ workerName }) => ({
    subject: `The worker ${workerName} was lost`,
    lines: ['It went silent; its machines were given to others or ended with a refund.'],
    link: { text: 'Look at the fleet', to: '/admin/fleet' },
  }),
  delivery_failed: ({ channel, kind }) => ({
    subject: 'A message could not be delivered',
    lines: [`Channel: ${channel}, kind: ${kind}. There may be more.`],
    link: { text: 'Look at the outbox', to: '/admin/outbox' },
  }),
  needs_operator: ({ machineId, machineName, labName, reason }) => ({
    subject: `${machineName} at ${labName} waits for you`,
    lines: [
      reason,
      'The page is kept open for a while. Take it in hand, do what the lab asks, and hand it back.',
    ],
    link: { text: 'Look at the machine', to: `/admin/machines/${machineId}` },
  }),
  incident: ({ state, kind, count, names }) => ({
    subject: state === 'opened' ? incidentWords[kind].text : `Over: ${incidentWords[kind].text}`,
    lines: [
      ...(names === '' ? [] : [count > 1 ? `${count}: ${names}` : names]),
      ...(state === 'opened' ? [incidentWords[kind].doing] : []),
    ],
    link: { text: 'Look at the incidents', to: '/admin/incidents' },
  }),
  test: () => ({
    subject: 'A test message',
    lines: ['You asked for this test. It arrived.'],
    link: { text: 'Your notifications', to: '/account/notifications' },
  }),
};

const ifNotYou = 'If you did not ask for this, do nothing: without the link nothing happens.';

/** The words of a message. Throws when its parameters are not those of its kind. */
export function describeMessage<Kind extends MessageKind>(kind: Kind, params: unknown): MessageWords {
  const words = english[kind](messageParams[kind].parse(params) as MessageParams<Kind>);
  return { ...words, subject: oneLine(words.subject), lines: words.lines.map(oneLine) };
}

/** Without line breaks and other control characters: a name or a title can neither add a header nor a line of its own. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function machineLink(machineId: string) {
  return { text: 'Open the machine', to: `/machines/${machineId}` };
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function utcTime(iso: string): string {
  return `${iso.slice(11, 16)} UTC`;
}
