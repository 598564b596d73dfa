import { AccountExport, DeletionPreview, DeletionRequest } from '@coinslot/shared/http/account-data.ts';
import {
  Account,
  AccountSessionList,
  ChangeEmailRequest,
  ChangePasswordRequest,
  ConfirmRequest,
  ConfirmTotpRequest,
  EmailTokenRequest,
  EmailVerified,
  EndedSessions,
  ForgotPasswordRequest,
  PasskeyList,
  ProfileRequest,
  RecoveryCodes,
  RenamePasskeyRequest,
  PasswordReset,
  ResetPasswordRequest,
  SecondFactorRequest,
  SignInAnswer,
  SignInRequest,
  SignUpAnswer,
  SignUpRequest,
  TotpEnrolment,
} from '@coinslot/shared/http/account-security.ts';
import { ApiKeyList, CreateApiKeyRequest, CreatedApiKey } from '@coinslot/shared/http/api-keys.ts';
import { ApproveDeviceRequest, DenyDeviceRequest, DeviceGrant } from '@coinslot/shared/http/device-grant.ts';
import { DiscordConsentRequest, DiscordStatus } from '@coinslot/shared/http/discord.ts';
import { IdentityList, LinkIdentityRequest } from '@coinslot/shared/http/identities.ts';
import { SetupStatus } from '@coinslot/shared/http/setup.ts';
import { ProviderRedirect, SignInWays, StartSignInRequest } from '@coinslot/shared/http/sign-in.ts';
import { type FakeAnswer, answer, nothing, problem } from './answers.ts';
import { aMember, minutesFromNow, uuid } from './data-catalog.ts';
import type { FakeRoute, World } from './routes.ts';

export const fakeRecoveryCodes = Array.from({ length: 10 }, (_, place) => `ABCD${place}-FGHJK`);

/** Signing in and the member's own account. */
export function accountRoutes(): Record<string, FakeRoute> {
  return { ...enterRoutes(), ...mailRoutes(), ...securityRoutes(), ...keyRoutes(), ...linkRoutes() };
}

function enterRoutes(): Record<string, FakeRoute> {
  const enter = (world: World): FakeAnswer => {
    world.me ??= aMember();
    return answer(SignInAnswer, { next: 'done' });
  };
  return {
    'GET /api/v1/setup': (_request, world) => answer(SetupStatus, { needed: world.setupNeeded }),
    'POST /api/v1/setup': () => problem('setup_code_invalid'),
    'GET /api/v1/sign-in': (_request, { own }) => answer(SignInWays, own.ways),
    'POST /api/v1/sign-in/:provider': ({ body }) => {
      StartSignInRequest.parse(body);
      return problem('provider_unavailable');
    },
    'POST /api/auth/sign-up/email': ({ body }, world) => {
      SignUpRequest.parse(body);
      world.me ??= aMember();
      return answer(SignUpAnswer, { next: 'done' });
    },
    'POST /api/auth/sign-in/email': ({ body }, world) => {
      SignInRequest.parse(body);
      return world.own.account.totp.enabled ? answer(SignInAnswer, { next: 'second_factor' }) : enter(world);
    },
    'POST /api/v1/sign-in/second-factor': ({ body }, world) => {
      const parsed = SecondFactorRequest.parse(body);
      return 'code' in parsed && parsed.code === '000000' ? problem('code_wrong') : enter(world);
    },
    'POST /api/auth/sign-out': (_request, world) => {
      world.me = null;
      return nothing;
    },
    'DELETE /api/v1/view-as': () => nothing,
  };
}

function mailRoutes(): Record<string, FakeRoute> {
  return {
    'POST /api/v1/password/forgot': ({ body }) => (ForgotPasswordRequest.parse(body), nothing),
    'POST /api/v1/password/reset': ({ body }, world) => {
      const { token } = ResetPasswordRequest.parse(body);
      if (token.startsWith('old')) return problem('link_invalid');
      world.me = null;
      const linked = token.startsWith('linked');
      return answer(PasswordReset, {
        waysLeft: linked ? { providers: ['google'], passkeys: 2 } : { providers: [], passkeys: 0 },
      });
    },
    'POST /api/v1/email/verify': ({ body }) => {
      const { token, password } = EmailTokenRequest.parse(body);
      if (token.startsWith('old')) return problem('link_invalid');
      if (token.startsWith('new') && password !== 'long enough to be a password') {
        return problem('invalid_request', {
          fields: { '/password': 'is not the password of this registration' },
        });
      }
      if (token.startsWith('new'))
        return answer(EmailVerified, { done: 'registered', email: 'ada@example.org' });
      return answer(EmailVerified, { done: 'verified', email: 'ada@example.org' });
    },
    'POST /api/v1/account/email/verification': () => nothing,
    'POST /api/v1/account/email': fresh(({ body }, { own }) => {
      const { email } = ChangeEmailRequest.parse(body);
      own.account = { ...own.account, pendingEmail: email };
      return nothing;
    }),
  };
}

/** An act that the broker does only for a member who has shown who they are within ten minutes. */
function fresh(act: FakeRoute): FakeRoute {
  return (request, world) => (world.own.fresh ? act(request, world) : problem('reauthentication_required'));
}

function securityRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/account': (_request, { own }) => answer(Account, own.account),
    'PUT /api/v1/account/profile': ({ body }, world) => {
      const { name } = ProfileRequest.parse(body);
      world.own.account = { ...world.own.account, name };
      if (world.me) world.me = { ...world.me, name };
      return nothing;
    },
    'POST /api/v1/account/confirm': ({ body }, { own }) => {
      const parsed = ConfirmRequest.parse(body);
      if ('password' in parsed && parsed.password === 'wrong') return problem('confirmation_wrong');
      own.fresh = true;
      return nothing;
    },
    'POST /api/v1/account/password': fresh(({ body }) => {
      const { current } = ChangePasswordRequest.parse(body);
      return current === 'wrong'
        ? problem('invalid_request', { fields: { '/current': 'is not your password' } })
        : nothing;
    }),
    'POST /api/v1/account/totp': fresh(() =>
      answer(TotpEnrolment, {
        secret: 'JBSWY3DPEHPK3PXPJBSWY3DP',
        uri: 'otpauth://totp/Coinslot:ada%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DP&issuer=Coinslot',
      }),
    ),
    'POST /api/v1/account/totp/confirm': fresh(({ body }, { own }) => {
      if (ConfirmTotpRequest.parse(body).code === '000000') return problem('code_wrong');
      own.account = { ...own.account, totp: { enabled: true, recoveryCodesLeft: 10 } };
      return answer(RecoveryCodes, { recoveryCodes: fakeRecoveryCodes });
    }),
    'DELETE /api/v1/account/totp': fresh((_request, { own }) => {
      own.account = { ...own.account, totp: { enabled: false, recoveryCodesLeft: 0 } };
      return nothing;
    }),
    'POST /api/v1/account/totp/recovery-codes': fresh(() =>
      answer(RecoveryCodes, { recoveryCodes: fakeRecoveryCodes }),
    ),
    'GET /api/v1/account/passkeys': (_request, { own }) => answer(PasskeyList, { items: own.passkeys }),
    'PUT /api/v1/account/passkeys/:id': ({ body }, { own }) => {
      const { name } = RenamePasskeyRequest.parse(body);
      own.passkeys = own.passkeys.map((passkey) => ({ ...passkey, name }));
      return nothing;
    },
    'DELETE /api/v1/account/passkeys/:id': fresh((_request, { own }) => {
      own.passkeys = [];
      return nothing;
    }),
    'GET /api/v1/account/sessions': (_request, { own }) =>
      answer(AccountSessionList, { items: own.sessions }),
    'DELETE /api/v1/account/sessions/:id': ({ path }, { own }) => {
      own.sessions = own.sessions.filter(({ id }) => !path.endsWith(id));
      return nothing;
    },
    'POST /api/v1/account/sessions/end-others': (_request, { own }) => {
      const ended = own.sessions.length - 1;
      own.sessions = own.sessions.filter(({ current }) => current);
      return answer(EndedSessions, { ended });
    },
    'GET /api/v1/account/deletion': (_request, { own }) => answer(DeletionPreview, own.deletion),
    'POST /api/v1/account/deletion': fresh(({ body }, world) => {
      DeletionRequest.parse(body);
      world.me = null;
      return nothing;
    }),
    'GET /api/v1/account/export': fresh(() =>
      answer(AccountExport, {
        exportedAt: minutesFromNow(0),
        profile: { id: uuid(1), name: 'Ada Moreno', email: 'ada@example.org' },
      }),
    ),
  };
}

function keyRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/api-keys': (_request, { own }) => answer(ApiKeyList, { items: own.keys }),
    'POST /api/v1/api-keys': fresh(({ body }, { own }) => {
      const { name, scopes, expiresInDays } = CreateApiKeyRequest.parse(body);
      const key = {
        id: uuid(642),
        name,
        prefix: 'cs_N3wK3y00',
        scopes,
        createdAt: minutesFromNow(0),
        expiresAt: minutesFromNow(expiresInDays * 1440),
        lastUsedAt: null,
        lastUsedAddress: null,
        endedReason: null,
      };
      own.keys = [key, ...own.keys];
      const secret = 'cs_not-a-real-key-only-for-tests';
      return answer(CreatedApiKey, { ...key, secret, secretAlreadyShown: false }, 201);
    }),
    'DELETE /api/v1/api-keys/:id': ({ path }, { own }) => {
      own.keys = own.keys.filter(({ id }) => !path.endsWith(id));
      return nothing;
    },
    'GET /api/v1/device/:userCode': ({ path }, { own }) =>
      path.endsWith('/BCDFGHJK') || path.endsWith('/BCDF-GHJK')
        ? answer(DeviceGrant, own.grant)
        : problem('not_found'),
    'POST /api/v1/device/approve': fresh(({ body }) => (ApproveDeviceRequest.parse(body), nothing)),
    'POST /api/v1/device/deny': ({ body }) => (DenyDeviceRequest.parse(body), nothing),
  };
}

function linkRoutes(): Record<string, FakeRoute> {
  return {
    'GET /api/v1/account/identities': (_request, { own }) => answer(IdentityList, own.identities),
    'POST /api/v1/account/identities/:provider/link': fresh(({ body }) => {
      const { returnTo } = LinkIdentityRequest.parse(body);
      return answer(ProviderRedirect, { url: `http://provider.invalid${returnTo}` });
    }),
    'DELETE /api/v1/account/identities/:id': fresh((_request, { own }) => {
      own.identities = { ...own.identities, items: [] };
      return nothing;
    }),
    'GET /api/v1/account/discord': (_request, { own }) => answer(DiscordStatus, own.discord),
    'POST /api/v1/account/discord/consent': ({ body }) => {
      DiscordConsentRequest.parse(body);
      return problem('provider_unavailable');
    },
    'DELETE /api/v1/account/discord/consent': (_request, { own }) => {
      own.discord = { ...own.discord, consented: false };
      return nothing;
    },
    'POST /api/v1/account/discord/sync': (_request, { own }) => answer(DiscordStatus, own.discord),
  };
}
