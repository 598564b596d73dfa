/** Paths of JupyterHub's and Jupyter Server's pages, below the lab's own address. */
export const paths = {
  hubLogin: (next: string) => `hub/login?next=${encodeURIComponent(next)}`,
  hubHome: 'hub/home',
  /** The smallest of a hub's pages. */
  hubHealth: 'hub/health',
  hubTokens: (user: string) => `hub/api/users/${encodeURIComponent(user)}/tokens`,
  hubSpawn: (user: string) => `hub/spawn/${encodeURIComponent(user)}`,
  hubUser: 'hub/api/user',
  hubServer: (user: string) => `hub/api/users/${encodeURIComponent(user)}/server`,
  hubProgress: (user: string) => `hub/api/users/${encodeURIComponent(user)}/server/progress`,
  serverLogin: (next: string) => `login?next=${encodeURIComponent(next)}`,
} as const;

/** A hub's own pages; below a user's address stands his server. */
export const hubPath = /\/hub\//;
export const loginPath = /\/login$/;

export const selectors = {
  username: '#username_input',
  password: '#password_input',
  /** The password form of Jupyter Server of today has no ids but these. */
  signIn: '#login_submit',
  signInError: '.login_error, .message.error, #message .error, .alert-danger',
  captcha: 'iframe[src*="captcha"], .g-recaptcha, .h-captcha, .cf-turnstile',
  secondFactor: 'input[autocomplete="one-time-code"], input[name="otp"], input[name="2fa"]',

  spawnForm: '#spawn_form',
  spawn: '#spawn_form [type="submit"]',
  spawnError: '#spawn_form .spawn-error-msg, .spawn-error-msg',
  spawnChoice: (value: string) => `#spawn_form input[type="radio"][value=${JSON.stringify(value)}]`,
  spawnSelect: (value: string) => `#spawn_form select:has(option[value=${JSON.stringify(value)}])`,

  errorTitle: '.error h1',
  errorText: '.error p',
} as const;

/** Shown in no picture and no copy of a page: whatever a terminal drew, and all fields. */
export const credentialSelectors: readonly string[] = [
  'input',
  'textarea',
  '.terminado-container-container',
  '.jp-Terminal',
  '.xterm',
  '#api-token-result',
];
