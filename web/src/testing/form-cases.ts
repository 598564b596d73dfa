import {
  ChangeEmailRequest,
  ForgotPasswordRequest,
  NewPassword,
  PasskeyName,
  ProfileRequest,
  RecoveryCode,
  SignInRequest,
  SignUpRequest,
  TotpCode,
} from '@coinslot/shared/http/account-security.ts';
import { CreateApiKeyRequest } from '@coinslot/shared/http/api-keys.ts';
import { UserCode } from '@coinslot/shared/http/device-grant.ts';
import { DiscordWebhookRequest } from '@coinslot/shared/http/notifications.ts';
import { SetupRequest } from '@coinslot/shared/http/setup.ts';
import { RedeemVoucherRequest } from '@coinslot/shared/http/vouchers.ts';
import { z } from 'zod';
import type { FakeBroker } from './fake-broker.ts';
import { type FormCase, ofMember } from './form-case.ts';
import { adminForms } from './form-cases-admin.ts';
import { pressButton, seeText } from './page-acts.ts';
import { asMember, press } from './tour-setup.ts';

const visitor = (broker: FakeBroker) => void (broker.world.setupNeeded = false);

const visitorForms: FormCase[] = [
  {
    file: 'features/sign-in/components/sign-in-form.tsx',
    path: '/sign-in',
    shows: 'Good to see you',
    prepare: visitor,
    fields: SignInRequest.shape,
  },
  {
    file: 'features/sign-in/components/register-form.tsx',
    path: '/register',
    shows: 'Create your account',
    fields: { name: SignUpRequest.shape.name, email: SignUpRequest.shape.email, password: NewPassword },
  },
  {
    file: 'features/sign-in/components/forgot-form.tsx',
    path: '/forgot-password',
    shows: 'Send me a link',
    fields: ForgotPasswordRequest.shape,
  },
  {
    file: 'features/sign-in/components/reset-form.tsx',
    path: '/reset-password?token=abcdefghijklmnopqrstuv',
    shows: 'New password',
    fields: { password: NewPassword },
  },
  {
    file: 'features/sign-in/components/registration-form.tsx',
    path: '/verify-email?token=abcdefghijklmnopqrstuv&for=registration',
    shows: 'Confirm my address',
    fields: { password: z.string().min(1) },
  },
  {
    file: 'features/sign-in/components/second-factor-form.tsx',
    path: '/sign-in/second-factor',
    shows: 'One more step',
    fields: { code: TotpCode, recoveryCode: RecoveryCode },
  },
];

const memberForms: FormCase[] = [
  {
    file: 'features/accounts/components/setup-form.tsx',
    path: '/setup',
    shows: 'Setup code',
    prepare: (broker) => {
      asMember(broker);
      broker.world.setupNeeded = true;
    },
    fields: SetupRequest.shape,
  },
  ofMember('features/accounts/components/profile-form.tsx', '/account', 'E-mail', ProfileRequest.shape),
  ofMember(
    'features/accounts/components/change-email-form.tsx',
    '/account',
    'E-mail',
    ChangeEmailRequest.shape,
    (page) => press(page, 'Change the address'),
  ),
  ofMember(
    'features/accounts/components/deletion-form.tsx',
    '/account/data',
    'You lose 180 coins',
    { typed: z.never() },
    (page) => press(page, 'Delete my account'),
  ),
  ofMember(
    'features/security/components/password-form.tsx',
    '/account/ways-in',
    'Laptop',
    { next: NewPassword },
    (page) => press(page, 'Change the password'),
  ),
  ofMember(
    'features/security/components/passkey-form.tsx',
    '/account/ways-in',
    'Laptop',
    { name: PasskeyName },
    (page) => press(page, 'Rename Laptop'),
  ),
  ofMember(
    'features/security/components/totp-enrol.tsx',
    '/account/security',
    'Safari on an iPhone',
    { code: TotpCode },
    async (page) => {
      await press(page, 'Switch it on');
      await seeText(page, 'JBSW');
    },
  ),
  {
    ...ofMember('features/security/components/confirm-forms.tsx', '/account/ways-in', 'Laptop', {
      password: z.string().min(1),
    }),
    prepare: (broker) => {
      asMember(broker);
      broker.world.own.fresh = false;
    },
    open: async (page) => {
      await pressButton(page, 'Link Google');
      await seeText(page, 'Please confirm that it is you');
    },
  },
  ofMember(
    'features/notifications/components/preferences-form.tsx',
    '/account/notifications',
    'Captain Hook',
    {
      lowBalanceBelow: z.int().min(0).max(1_000_000_000).nullable(),
    },
  ),
  ofMember(
    'features/notifications/components/webhook-card.tsx',
    '/account/notifications',
    'Captain Hook',
    DiscordWebhookRequest.shape,
  ),
  ofMember(
    'features/api-keys/components/api-key-form.tsx',
    '/account/keys',
    'coinslot on attic',
    { name: CreateApiKeyRequest.shape.name },
    (page) => press(page, 'Make a key'),
  ),
  ofMember('features/api-keys/components/device-code-form.tsx', '/device', 'Eight letters', {
    code: UserCode,
  }),
  ofMember(
    'features/vouchers/components/redeem-form.tsx',
    '/redeem',
    'Voucher code',
    RedeemVoucherRequest.shape,
  ),
];

/** Every form of the dashboard but those below. */
export const formCases: readonly FormCase[] = [...visitorForms, ...memberForms, ...adminForms];

/** Forms that take whatever can be typed into them. */
export const takesAnything = ['features/settings/components/text-form.tsx'];
