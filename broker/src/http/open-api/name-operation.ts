export interface OperationName {
  operationId: string;
  /** A few words for the list of operations. */
  summary: string;
  /** The domain it belongs to. */
  tags: [string];
}

/** Names a route of the API by its method and address, so that no route has to do so by hand. Throws when its domain is unknown. */
export function nameOperation(method: string, url: string): OperationName {
  const isAdmins = url.startsWith('/api/v1/admin/');
  const segments = url.replace(/^\/api\/v1\/(admin\/)?/, '').split('/');
  const domain = domains[segments[0] ?? ''];
  if (domain === undefined)
    throw new Error(`name-operation.ts knows no domain for ${url}: add its first word`);
  const words = `${isAdmins ? 'admin-' : ''}${segments.join('-')}`.replaceAll(':', 'by-');
  return {
    operationId: camelCase(`${method.toLowerCase()}-${words}`),
    summary: `${summaries[`${method} ${url}`] ?? sayAct(method, segments)}${isAdmins ? ' (admins)' : ''}`,
    tags: [domain],
  };
}

/** The first word of an address → its domain, in the words of the glossary. */
const domains: Readonly<Record<string, string>> = {
  me: 'accounts',
  setup: 'accounts',
  users: 'accounts',
  'api-keys': 'api-keys',
  'api-key': 'api-keys',
  device: 'api-keys',
  wallet: 'wallet',
  wallets: 'wallet',
  products: 'catalog',
  pools: 'catalog',
  machines: 'machines',
  evidence: 'labs',
  labs: 'labs',
  canaries: 'labs',
  tunnels: 'names',
  seats: 'labs',
  workers: 'fleet',
  fleet: 'fleet',
  audit: 'audit',
  account: 'accounts',
  email: 'accounts',
  password: 'accounts',
  roles: 'roles',
  settings: 'settings',
  site: 'settings',
  overview: 'overview',
  incidents: 'incidents',
  'lab-sessions': 'incidents',
  'lab-findings': 'incidents',
  'view-as': 'users',
  vouchers: 'vouchers',
  announcements: 'announcements',
  assets: 'announcements',
  notifications: 'notifications',
  mail: 'outbox',
  outbox: 'outbox',
  'operator-webhook': 'outbox',
  'sign-in': 'sign-in',
  discord: 'discord',
};

/** Where the address alone does not say it well. */
const summaries: Readonly<Record<string, string>> = {
  'GET /api/v1/me': 'Who is signed in, with permissions and coins',
  'GET /api/v1/setup': 'Whether this installation still needs its first admin',
  'POST /api/v1/setup': 'Become the first admin by a setup code',
  'GET /api/v1/api-key': 'Read the API key that asks',
  'DELETE /api/v1/api-key': 'Revoke the API key that asks',
  'POST /api/v1/device/code': 'Begin a program’s sign-in',
  'POST /api/v1/device/token': 'Fetch the key that a program’s sign-in was approved for',
  'GET /api/v1/device/:userCode': 'Read what a program asks for',
  'POST /api/v1/device/approve': 'Let a program have a key',
  'POST /api/v1/device/deny': 'Refuse a program its key',
  'POST /api/v1/machines': 'Buy a machine',
  'GET /api/v1/machines/:id/live': 'Watch a machine live',
  'GET /api/v1/machines/:id/terminal': 'Open a terminal on a machine',
  'GET /api/v1/machines/:id/tcp': 'Connect to a machine’s SSH server',
  'GET /api/v1/admin/machines/:id/screen': 'Look at the lab’s page of a machine',
  'POST /api/v1/admin/machines/:id/go-on': 'Let a machine’s preparation go on',
  'GET /api/v1/admin/audit': 'List the audit log',
  'POST /api/v1/vouchers/redeem': 'Redeem a voucher code',
  'GET /api/v1/announcements/banner': 'List the open banners',
  'POST /api/v1/announcements/read': 'Mark announcements as read',
  'POST /api/v1/notifications/read': 'Mark notifications as read',
  'POST /api/v1/notifications/test': 'Send oneself a test message',
  'POST /api/v1/admin/mail/test': 'Send a test mail',
  'GET /api/v1/admin/vouchers/:id/codes': 'Download the codes of a voucher',
  'GET /api/v1/admin/fleet/live': 'Watch the fleet live',
  'POST /api/v1/admin/workers/enrolment-tokens': 'Create an enrolment token for a worker',
  'POST /api/v1/workers/enrol': 'Enrol a worker by its token',
};

function sayAct(method: string, segments: readonly string[]): string {
  const last = segments.at(-1) ?? '';
  const owner = segments.at(-2)?.startsWith(':') === true ? ` of ${one(segments.at(-3) ?? '')}` : '';
  if (last.startsWith(':')) return `${verbs[method] ?? method} ${one(segments.at(-2) ?? '')}`;
  if (method === 'GET') return `${isMany(last) ? 'List' : 'Read'} ${last.replaceAll('-', ' ')}${owner}`;
  if (method === 'PUT') return `Set ${last.replaceAll('-', ' ')}${owner}`;
  if (isMany(last)) return `Create ${one(last)}${owner}`;
  return `${capitalize(last)}${owner.replace(' of', '')}`;
}

const verbs: Readonly<Record<string, string>> = { GET: 'Read', PUT: 'Change', DELETE: 'Delete' };

function isMany(word: string): boolean {
  return word.endsWith('s');
}

function one(words: string): string {
  if (!isMany(words)) return words;
  return `${/^[aeio]/.test(words) ? 'an' : 'a'} ${words.slice(0, -1).replaceAll('-', ' ')}`;
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function camelCase(words: string): string {
  return words.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
