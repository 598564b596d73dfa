import {
  AdminSettings,
  editSettingsOf,
  type SettingsGroup,
  settingsGroups,
  type WelcomeSettings,
} from '@coinslot/shared/http/admin-settings.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import type { FastifyRequest } from 'fastify';
import type { ZodType } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, inTransaction, type Tx } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { fail } from '../../http/errors.ts';
import { requireMember } from '../../http/guard.ts';
import { adminActOf } from '../audit/index.ts';
import { requireAdmin } from '../roles/index.ts';
import { editSettings, lockSettings } from './edit-settings.ts';
import { forgetSettings, readSettingsNow } from './read-settings.ts';
import { showSettings } from './show-settings.ts';

/** What a change of settings does elsewhere. The domains that own it say it, so that this one imports none of them. */
export interface SettingsEffects {
  setWelcome: (tx: Tx, welcome: WelcomeSettings) => Promise<void>;
  countWelcomeGrants: (db: Db) => Promise<number>;
  countUnconfirmed: (db: Db) => Promise<number>;
  isMailConfigured: (db: Db | Tx) => Promise<boolean>;
}

export function registerSettingsRoutes(
  app: BrokerApp,
  ctx: Pick<BrokerContext, 'config' | 'db'>,
  effects: SettingsEffects,
): void {
  // A developer reads the links in the outbox instead.
  const isMailMissing = async (db: Db | Tx) => ctx.config.production && !(await effects.isMailConfigured(db));
  const show = async () =>
    await showSettings(ctx, {
      granted: await effects.countWelcomeGrants(ctx.db),
      unconfirmed: await effects.countUnconfirmed(ctx.db),
      mailMissing: await isMailMissing(ctx.db),
    });

  app.get(
    '/api/v1/admin/settings',
    { config: { access: 'admin.settings.read' }, schema: { response: { 200: AdminSettings } } },
    show,
  );

  function registerEdit(
    group: SettingsGroup,
    body: ZodType<{ values: object; revision: number }>,
    effect: (tx: Tx, values: unknown, request: FastifyRequest) => Promise<void> = async () => undefined,
  ): void {
    app.put(
      `/api/v1/admin/settings/${group}`,
      {
        config: { access: 'admin.settings.write', fresh: true, idempotent: false },
        schema: { body, response: { 200: AdminSettings } },
      },
      async (request) => {
        const asked = request.body;
        await inTransaction(ctx.db, async (tx) => {
          await lockSettings(tx);
          await effect(tx, asked.values, request);
          await editSettings(tx, adminActOf(request), group, asked);
          tx.afterCommit(() => forgetSettings(ctx));
        });
        return await show();
      },
    );
  }

  registerEdit('general', editSettingsOf(settingsGroups.general));
  registerEdit('members', editSettingsOf(settingsGroups.members), async (tx, values, request) => {
    const { adminsNeedSecondFactor, emailMustBeVerified } = settingsGroups.members.parse(values);
    const before = (await readSettingsNow(tx)).members.values;
    if (emailMustBeVerified && !before.emailMustBeVerified && (await isMailMissing(tx))) {
      throw fail('not_configured', {
        detail:
          'Set up a mail server first: without one nobody can confirm an address, and nobody could buy.',
      });
    }
    if (before.adminsNeedSecondFactor && !adminsNeedSecondFactor) {
      await requireAdmin(tx, adminActOf(request), 'admin.settings.write');
    }
    if (!adminsNeedSecondFactor || requireMember(request).secondFactor) return;
    throw fail('second_factor_needed', {
      detail: saidSentences.own_second_factor_first,
    });
  });
  registerEdit('welcome', editSettingsOf(settingsGroups.welcome), (tx, values) =>
    effects.setWelcome(tx, settingsGroups.welcome.parse(values)),
  );
  registerEdit('terms', editSettingsOf(settingsGroups.terms));
  registerEdit('privacy', editSettingsOf(settingsGroups.privacy));
}
