import * as accountData from '@coinslot/shared/http/account-data.ts';
import * as accountSecurity from '@coinslot/shared/http/account-security.ts';
import * as adminAnnouncements from '@coinslot/shared/http/admin-announcements.ts';
import * as adminCanaries from '@coinslot/shared/http/admin-canaries.ts';
import * as adminDiscord from '@coinslot/shared/http/admin-discord.ts';
import * as adminFleet from '@coinslot/shared/http/admin-fleet.ts';
import * as adminIncidents from '@coinslot/shared/http/admin-incidents.ts';
import * as adminLabs from '@coinslot/shared/http/admin-labs.ts';
import * as adminLiveView from '@coinslot/shared/http/admin-live-view.ts';
import * as adminMail from '@coinslot/shared/http/admin-mail.ts';
import * as adminOutbox from '@coinslot/shared/http/admin-outbox.ts';
import * as adminOverview from '@coinslot/shared/http/admin-overview.ts';
import * as adminPools from '@coinslot/shared/http/admin-pools.ts';
import * as adminProducts from '@coinslot/shared/http/admin-products.ts';
import * as adminRoles from '@coinslot/shared/http/admin-roles.ts';
import * as adminSeats from '@coinslot/shared/http/admin-seats.ts';
import * as adminSettings from '@coinslot/shared/http/admin-settings.ts';
import * as adminSignIn from '@coinslot/shared/http/admin-sign-in.ts';
import * as adminTunnels from '@coinslot/shared/http/admin-tunnels.ts';
import * as adminUsers from '@coinslot/shared/http/admin-users.ts';
import * as adminVouchers from '@coinslot/shared/http/admin-vouchers.ts';
import * as adminWorkers from '@coinslot/shared/http/admin-workers.ts';
import * as announcements from '@coinslot/shared/http/announcements.ts';
import * as apiKeys from '@coinslot/shared/http/api-keys.ts';
import * as assets from '@coinslot/shared/http/assets.ts';
import * as audit from '@coinslot/shared/http/audit.ts';
import * as deviceGrant from '@coinslot/shared/http/device-grant.ts';
import * as discord from '@coinslot/shared/http/discord.ts';
import * as identities from '@coinslot/shared/http/identities.ts';
import * as machines from '@coinslot/shared/http/machines.ts';
import * as me from '@coinslot/shared/http/me.ts';
import * as notifications from '@coinslot/shared/http/notifications.ts';
import * as perks from '@coinslot/shared/http/perks.ts';
import * as problem from '@coinslot/shared/http/problem.ts';
import * as products from '@coinslot/shared/http/products.ts';
import * as setup from '@coinslot/shared/http/setup.ts';
import * as signIn from '@coinslot/shared/http/sign-in.ts';
import * as site from '@coinslot/shared/http/site.ts';
import * as terminal from '@coinslot/shared/http/terminal.ts';
import * as viewAs from '@coinslot/shared/http/view-as.ts';
import * as vouchers from '@coinslot/shared/http/vouchers.ts';
import * as wallet from '@coinslot/shared/http/wallet.ts';
import * as liveFrame from '@coinslot/shared/live-events/live-frame.ts';
import * as logLine from '@coinslot/shared/live-events/log-line.ts';
import * as machineEvent from '@coinslot/shared/live-events/machine-event.ts';
import * as stream from '@coinslot/shared/worker-messages/stream.ts';
import { z } from 'zod';

const contracts = [
  viewAs,
  site,
  signIn,
  perks,
  identities,
  discord,
  adminSignIn,
  adminSettings,
  adminRoles,
  adminOverview,
  adminIncidents,
  adminCanaries,
  adminDiscord,
  accountSecurity,
  accountData,
  adminFleet,
  adminLabs,
  adminPools,
  adminProducts,
  adminSeats,
  adminTunnels,
  adminUsers,
  adminWorkers,
  apiKeys,
  audit,
  deviceGrant,
  machines,
  me,
  problem,
  products,
  setup,
  wallet,
  adminAnnouncements,
  adminLiveView,
  adminMail,
  terminal,
  stream,
  adminOutbox,
  adminVouchers,
  announcements,
  assets,
  notifications,
  vouchers,
  liveFrame,
  logLine,
  machineEvent,
];

/**
 * Every exported schema of the contracts by its name in code: a route that answers with one refers to it by that name in the
 * document, and the dashboard parses with the same object.
 */
export const contractSchemas = z.registry<{ id: string }>();

for (const contract of contracts) {
  for (const [id, exported] of Object.entries<unknown>(contract)) {
    // A query is no body: OpenAPI lists its parameters one by one.
    if (exported instanceof z.ZodType && !id.endsWith('Query')) contractSchemas.add(exported, { id });
  }
}
