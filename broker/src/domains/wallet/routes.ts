import { AdjustWalletRequest, AdjustWalletResponse } from '@coinslot/shared/http/admin-users.ts';
import { PageQuery } from '@coinslot/shared/http/page.ts';
import { TransferPage, Wallet } from '@coinslot/shared/http/wallet.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { withIdempotency } from '../../http/idempotency.ts';
import { adminActOf, writeAudit } from '../audit/index.ts';
import { notify } from '../notifications/index.ts';
import { requireRankAbove } from '../roles/index.ts';
import { adjustWallet } from './adjust-wallet.ts';
import { listTransfers } from './list-transfers.ts';
import { readWallet } from './read-wallet.ts';

export function registerWalletRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/wallet',
    { config: { access: 'member', scope: 'wallet.read' }, schema: { response: { 200: Wallet } } },
    async (request) => await readWallet(ctx.db, requireMember(request).id),
  );
  app.get(
    '/api/v1/wallet/transfers',
    {
      config: { access: 'member', scope: 'wallet.read' },
      schema: { querystring: PageQuery, response: { 200: TransferPage } },
    },
    async (request) => await listTransfers(ctx.db, requireMember(request).id, request.query),
  );
  app.get(
    '/api/v1/admin/wallets/:userId/transfers',
    {
      config: { access: 'admin.wallets.read' },
      schema: {
        params: z.object({ userId: z.uuid() }),
        querystring: PageQuery,
        response: { 200: TransferPage },
      },
    },
    async (request) => {
      await readWallet(ctx.db, request.params.userId);
      return await listTransfers(ctx.db, request.params.userId, request.query);
    },
  );
  app.post(
    '/api/v1/admin/wallets/:userId/adjustments',
    {
      config: { access: 'admin.wallets.adjust', idempotent: true, movesCoins: true },
      schema: {
        params: z.object({ userId: z.uuid() }),
        body: AdjustWalletRequest,
        response: { 200: AdjustWalletResponse },
      },
    },
    async (request, reply) => {
      const admin = requireMember(request);
      const { userId } = request.params;
      return await withIdempotency(ctx, request, reply, async (tx) => {
        const act = adminActOf(request);
        await requireRankAbove(tx, act, userId);
        const { before, after } = await adjustWallet(tx, {
          userId,
          ...request.body,
          actor: `member:${admin.id}`,
          reference: `${admin.id}:${String(request.headers['idempotency-key'])}`,
        });
        await writeAudit(tx, {
          ...act,
          action: 'wallet.adjust',
          targetKind: 'user',
          targetId: userId,
          reason: request.body.reason,
          before,
          after,
        });
        await notify(tx, ctx, {
          kind: 'coins_adjusted',
          userId,
          params: { coins: request.body.coins, reason: request.body.reason },
          dedupeKey: `${admin.id}:${String(request.headers['idempotency-key'])}`,
        });
        return { status: 200, body: { wallet: after } };
      });
    },
  );
}
