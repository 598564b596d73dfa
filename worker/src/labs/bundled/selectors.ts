/** The bundled lab's pages, forms and marks, as its README lists them. Steps name these and nothing else. */
export const paths = {
  signIn: '/sign-in',
  catalogue: '/catalogue',
  start: (template: string) => `/catalogue/${encodeURIComponent(template)}/start`,
  machines: '/machines',
  progress: (labRef: string) => `/machines/${encodeURIComponent(labRef)}/progress`,
  machine: (labRef: string) => `/machines/${encodeURIComponent(labRef)}`,
  connection: (labRef: string) => `/machines/${encodeURIComponent(labRef)}/connection`,
  terminal: (labRef: string) => `/machines/${encodeURIComponent(labRef)}/terminal`,
  restart: (labRef: string) => `/machines/${encodeURIComponent(labRef)}/restart`,
  end: (labRef: string) => `/machines/${encodeURIComponent(labRef)}/end`,
} as const;

/** Where a started machine's page is; the group is the lab's own id. */
export const progressPath = /^\/machines\/([^/]+)\/progress$/;

export const selectors = {
  signInForm: '#sign-in-form',
  username: '#username',
  password: '#password',
  signIn: '#sign-in',
  signInError: '#sign-in-error',

  captcha: '#captcha-form',
  terms: '#terms-form',
  message: '#message',
  dialog: '[role="dialog"][aria-modal="true"]',
  dialogClose: '#news-close',

  templates: '#templates',
  templateItems: '#templates [data-template]',
  label: '#label',
  minutes: '#minutes',
  start: '#start-machine',
  startError: '#start-error',

  machineState: '#machine-state',
  failureReason: '#failure-reason',
  endReason: '#end-reason',
  endsAt: '#ends-at',
  lastUsed: '#last-used',
  extendMinutes: '#extend-minutes',
  extend: '#extend-machine',
  machineRows: '#machines tbody tr',
  machineTable: '#machines',
  noMachines: '#no-machines',

  noConnection: '#no-connection',
  connection: '#connection',
  connectionHost: '#connection-host',
  connectionPort: '#connection-port',
  connectionUser: '#connection-user',
  connectionPassword: '#connection-password',
  connectionFingerprint: '#connection-fingerprint',

  command: '#command',
  runCommand: '#run-command',
  transcript: '#transcript',
  exitCode: '#exit-code',
  terminalError: '#terminal-error',

  confirmRestart: '#confirm-restart',
  confirmEnd: '#confirm-end',
} as const;

/** Shown in no picture and no copy of a page. */
export const credentialSelectors: readonly string[] = [
  selectors.connectionPassword,
  selectors.transcript,
  '#transcript-command',
  'input',
  'textarea',
];
