import { Me } from '@coinslot/shared/http/me.ts';
import { SetupRequest, SetupStatus } from '@coinslot/shared/http/setup.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { readMemberPerks } from '../discord/index.ts';
import { readSettings } from '../settings/index.ts';
import { readWallet } from '../wallet/index.ts';
import { chooseCookies } from './choose-cookies.ts';
import { registerLinkRoutes } from './link-routes.ts';
import { registerPasskeyRoutes } from './passkey-routes.ts';
import type { Passwords } from './passwords/passwords.ts';
import { readActiveMachines } from './read-usage.ts';
import { registerSecurityRoutes } from './security-routes.ts';
import { renewToken } from './sessions/open-session.ts';
import { isSetupNeeded, useSetupCode } from './setup-code.ts';
import { readTermsChanged } from './terms-of-member.ts';
import type { OpenProviders } from './ways-in.ts';

export function registerAccountRoutes(
  app: BrokerApp,
  ctx: BrokerContext,
  passwords: Passwords,
  listOpenProviders: () => Promise<OpenProviders>,
): void {
  registerLinkRoutes(app, ctx, passwords);
  registerSecurityRoutes(app, ctx, passwords);
  registerPasskeyRoutes(app, ctx, listOpenProviders);
  registerMeRoutes(app, ctx);
}

function registerMeRoutes(app: BrokerApp, ctx: BrokerContext): void {
  const { secure } = chooseCookies(ctx.config.http.publicUrl);

  app.get(
    '/api/v1/me',
    { config: { access: 'member', scope: 'account.read' }, schema: { response: { 200: Me } } },
    async (request, reply) => {
      const { id, name, email, emailVerified, permissions, secondFactor, viewer } = requireMember(request);
      // The dashboard shows a banner: over plain http on a LAN anybody on the way can take the session.
      if (!secure) reply.header('x-coinslot-insecure-cookie', 'true');
      const settings = await readSettings(ctx);
      const { members } = settings;
      const { activeMachinesMax, ...perks } = await readMemberPerks(ctx.db, id);
      return {
        id,
        name,
        email,
        emailVerified,
        emailConfirmationNeeded: members.values.emailMustBeVerified && !emailVerified,
        secondFactorNeeded: members.values.adminsNeedSecondFactor && permissions.length > 0 && !secondFactor,
        termsChanged: await readTermsChanged(ctx.db, settings, id),
        viewingAs:
          viewer === null
            ? null
            : {
                adminName: viewer.name,
                since: viewer.since.toISOString(),
                until: viewer.until.toISOString(),
              },
        permissions,
        perks,
        wallet: await readWallet(ctx.db, id),
        limits: {
          activeMachines: await readActiveMachines(ctx.db, id),
          activeMachinesMax:
            activeMachinesMax ?? members.values.activeMachinesMax ?? ctx.config.machines.activePerMemberMax,
        },
      };
    },
  );
  app.get(
    '/api/v1/setup',
    { config: { access: 'public' }, schema: { response: { 200: SetupStatus } } },
    async () => ({ needed: await isSetupNeeded(ctx.db) }),
  );
  app.post(
    '/api/v1/setup',
    {
      // By member. The code has 79 random bits: this keeps noise down.
      config: {
        access: 'member',
        scope: 'none',
        idempotent: false,
        rateLimit: { max: 10, timeWindow: '10 minutes' },
      },
      schema: { body: SetupRequest, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { id, name, sessionId } = requireMember(request);
      await inTransaction(ctx.db, async (tx) => {
        await useSetupCode(tx, { id, name, address: request.ip }, request.body.code);
        await renewToken(ctx, tx, { sessionId, reply });
      });
      return reply.status(204).send(null);
    },
  );
}
