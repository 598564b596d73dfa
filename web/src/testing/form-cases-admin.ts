import { EditAnnouncementRequest } from '@coinslot/shared/http/admin-announcements.ts';
import { EditDiscordRequest } from '@coinslot/shared/http/admin-discord.ts';
import { LabDraft, LabPermissionRequest } from '@coinslot/shared/http/admin-labs.ts';
import { EditMailSettingsRequest, TestMailRequest } from '@coinslot/shared/http/admin-mail.ts';
import { PoolDraft } from '@coinslot/shared/http/admin-pools.ts';
import { ProductDraft } from '@coinslot/shared/http/admin-products.ts';
import { RoleDraft } from '@coinslot/shared/http/admin-roles.ts';
import { SeatDraft } from '@coinslot/shared/http/admin-seats.ts';
import { GeneralSettings, MemberSettings, WelcomeSettings } from '@coinslot/shared/http/admin-settings.ts';
import { EditProviderRequest } from '@coinslot/shared/http/admin-sign-in.ts';
import { EditTunnelSettingsRequest } from '@coinslot/shared/http/admin-tunnels.ts';
import { AddUserNoteRequest, AdjustWalletRequest } from '@coinslot/shared/http/admin-users.ts';
import { VoucherDraft } from '@coinslot/shared/http/admin-vouchers.ts';
import { CreateEnrolmentTokenRequest, DrainWorkerRequest } from '@coinslot/shared/http/admin-workers.ts';
import { DiscordWebhookRequest } from '@coinslot/shared/http/notifications.ts';
import type { Page } from 'puppeteer';
import { z } from 'zod';
import { uuid } from './data-catalog.ts';
import { anIncident } from './data-incidents.ts';
import { aLab } from './data-operator.ts';
import { type FormCase, ofAdmin } from './form-case.ts';
import { pressButton, seeText } from './page-acts.ts';
import { press } from './tour-setup.ts';

const reason = z.string().trim().min(3).max(500);
/** Optional secrets and addresses: an empty field says nothing. */
const orEmpty = (schema: z.ZodType) => z.union([z.literal(''), schema]);
const whole = (least: number, most: number) => z.int().min(least).max(most);

const memberPage = `/admin/users/${uuid(2)}`;
const incidentPage = `/admin/incidents/${anIncident().incident.id}`;
const labPage = `/admin/labs/${aLab().id}`;
const { guildId, inviteUrl, botToken } = EditDiscordRequest.shape;

export const adminForms: FormCase[] = [
  ofAdmin('ui/reason-button.tsx', memberPage, 'Movements of coins', { reason }, (page) =>
    press(page, 'Disable Bo Lindqvist'),
  ),
  ofAdmin(
    'features/users/components/user-notes.tsx',
    memberPage,
    'Movements of coins',
    AddUserNoteRequest.shape,
  ),
  ofAdmin(
    'features/users/components/user-roles-form.tsx',
    memberPage,
    'Movements of coins',
    { reason },
    (page) => press(page, 'Change roles'),
  ),
  ofAdmin(
    'features/wallet/components/adjust-form.tsx',
    memberPage,
    'Movements of coins',
    { coins: AdjustWalletRequest.shape.coins, reason },
    (page) => press(page, 'Adjust coins of Bo Lindqvist'),
  ),
  ofAdmin('features/roles/components/role-form.tsx', '/admin/roles/new', 'Create the role', {
    name: RoleDraft.shape.name,
    description: RoleDraft.shape.description,
    rank: RoleDraft.shape.rank,
  }),
  ofAdmin('features/pools/components/pool-form.tsx', '/admin/pools/new', 'Create the pool', {
    name: PoolDraft.shape.name,
    description: PoolDraft.shape.description,
  }),
  ofAdmin('features/catalog/admin/components/product-form.tsx', '/admin/products/new', 'Create the product', {
    name: ProductDraft.shape.name,
    template: ProductDraft.shape.template,
    durationMinutes: ProductDraft.shape.durationMinutes,
    price: ProductDraft.shape.price,
    stock: ProductDraft.shape.stock,
    perMemberMax: ProductDraft.shape.perMemberMax,
  }),
  ofAdmin(
    'features/vouchers/admin/components/new-voucher-form.tsx',
    '/admin/vouchers/new',
    'Create the voucher',
    {
      name: VoucherDraft.shape.name,
      coins: VoucherDraft.shape.coins,
      totalUses: VoucherDraft.shape.totalUses,
      usesPerMember: VoucherDraft.shape.usesPerMember,
    },
  ),
  ofAdmin(
    'features/vouchers/admin/components/edit-voucher-form.tsx',
    `/admin/vouchers/${uuid(950)}`,
    'Q7R0',
    {
      name: VoucherDraft.shape.name,
    },
  ),
  ofAdmin(
    'features/announcements/admin/components/announcement-form.tsx',
    '/admin/announcements/new',
    'Title',
    {
      title: EditAnnouncementRequest.shape.title,
      markdown: EditAnnouncementRequest.shape.markdown,
    },
  ),
  ofAdmin('features/labs/components/lab-form.tsx', '/admin/labs/new', 'Create the lab', {
    name: LabDraft.shape.name,
    baseUrl: LabDraft.shape.baseUrl,
    listLagSeconds: z.number().min(0).max(600),
    operatorWaitMinutes: whole(0, 60),
    canaryTemplate: z.string().trim().max(200),
  }),
  ofAdmin(
    'features/labs/components/permission-form.tsx',
    labPage,
    'student.account',
    { note: LabPermissionRequest.shape.permission.unwrap().shape.note },
    (page) => press(page, 'Confirm anew'),
  ),
  ofAdmin('features/labs/components/kill-switch-button.tsx', labPage, 'student.account', { reason }, (page) =>
    press(page, 'Switch off'),
  ),
  ofAdmin('features/labs/components/seat-form.tsx', `${labPage}/seats/new`, 'Password', {
    username: SeatDraft.shape.username,
    maxConcurrent: SeatDraft.shape.maxConcurrent,
    cooldownMinutes: SeatDraft.shape.cooldownMinutes,
  }),
  ofAdmin('features/settings/components/tunnel-form.tsx', '/admin/settings/tunnels', 'Open tunnels', {
    accountId: EditTunnelSettingsRequest.shape.accountId,
    zoneId: EditTunnelSettingsRequest.shape.zoneId,
    subdomain: EditTunnelSettingsRequest.shape.subdomain.unwrap(),
    token: orEmpty(EditTunnelSettingsRequest.shape.token.unwrap()),
  }),
  ofAdmin(
    'features/fleet/components/enrol-form.tsx',
    '/admin/fleet',
    'median wait',
    { name: CreateEnrolmentTokenRequest.shape.name, capacity: CreateEnrolmentTokenRequest.shape.capacity },
    (page) => press(page, 'Enrol a worker'),
  ),
  ofAdmin(
    'features/fleet/components/edit-worker-button.tsx',
    '/admin/fleet',
    'median wait',
    { capacity: whole(1, 64) },
    (page) => pressOfWorker(page, 'Labels and slots'),
  ),
  ofAdmin(
    'features/fleet/components/drain-button.tsx',
    '/admin/fleet',
    'median wait',
    { deadlineMinutes: DrainWorkerRequest.shape.deadlineMinutes, reason },
    (page) => pressOfWorker(page, 'Drain'),
  ),
  ofAdmin('features/fleet/components/revoke-button.tsx', '/admin/fleet', 'median wait', { reason }, (page) =>
    pressOfWorker(page, 'Revoke'),
  ),
  ofAdmin(
    'features/incidents/components/refund-button.tsx',
    incidentPage,
    'What the system does',
    { coins: z.int().min(1), reason },
    (page) => press(page, 'Refund'),
  ),
  ofAdmin(
    'features/incidents/components/release-seat-button.tsx',
    incidentPage,
    'What the system does',
    { reason },
    (page) => press(page, 'Release the seat'),
  ),
  ofAdmin(
    'features/settings/components/general-form.tsx',
    '/admin/settings',
    'Name of the house',
    GeneralSettings.shape,
  ),
  ofAdmin(
    'features/settings/components/members-form.tsx',
    '/admin/settings/members',
    'New members are taken',
    {
      activeMachinesMax: MemberSettings.shape.activeMachinesMax,
    },
  ),
  ofAdmin('features/settings/components/welcome-form.tsx', '/admin/settings/welcome', 'Coins for each', {
    coins: WelcomeSettings.shape.coins,
    grantsMax: WelcomeSettings.shape.grantsMax,
  }),
  ofAdmin('features/settings/components/provider-form.tsx', '/admin/settings/sign-in/x', 'Redirect address', {
    clientId: EditProviderRequest.shape.clientId,
  }),
  ofAdmin('features/settings/components/discord-form.tsx', '/admin/settings/discord', 'The attic', {
    guildId: orEmpty(guildId.unwrap()),
    inviteUrl: orEmpty(inviteUrl.unwrap()),
    botToken: orEmpty(botToken.unwrap()),
  }),
  ofAdmin('features/settings/components/mail-form.tsx', '/admin/settings/mail', 'Send a test mail', {
    host: EditMailSettingsRequest.shape.host,
    port: EditMailSettingsRequest.shape.port,
    from: EditMailSettingsRequest.shape.from,
  }),
  ofAdmin(
    'features/settings/components/mail-test-card.tsx',
    '/admin/settings/mail',
    'Send a test mail',
    TestMailRequest.shape,
  ),
  ofAdmin('features/settings/components/alerts-form.tsx', '/admin/settings/alerts', 'Alerts at Discord', {
    url: orEmpty(DiscordWebhookRequest.shape.url.unwrap()),
  }),
];

async function pressOfWorker(page: Page, name: string): Promise<void> {
  await pressButton(page, 'attic-1');
  await seeText(page, 'Connected since');
  await press(page, name);
}
