import {
  EditVoucherRequest,
  Voucher,
  VoucherDraft,
  VoucherListQuery,
  VoucherPage,
  VoucherRedemptionPage,
} from '@coinslot/shared/http/admin-vouchers.ts';
import { PageQuery } from '@coinslot/shared/http/page.ts';
import { RedeemVoucherRequest, RedeemVoucherResponse } from '@coinslot/shared/http/vouchers.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { requireMember } from '../../http/guard.ts';
import { hasKeptAnswer, withIdempotency } from '../../http/idempotency.ts';
import { addressOf } from '../../http/limit-requests.ts';
import { adminActOf } from '../audit/index.ts';
import { createVoucher } from './create-voucher.ts';
import { editVoucher } from './edit-voucher.ts';
import { exportCodes } from './export-codes.ts';
import { listRedemptions } from './list-redemptions.ts';
import { listVouchers } from './list-vouchers.ts';
import { redeemVoucher } from './redeem-voucher.ts';
import { refuseWrongCode } from './refuse-wrong-code.ts';
import { requireVoucher } from './require-voucher.ts';

const VoucherParams = z.object({ id: z.uuid() });

export function registerVoucherRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.post(
    '/api/v1/vouchers/redeem',
    {
      config: {
        access: 'member',
        scope: 'vouchers.redeem',
        idempotent: true,
        movesCoins: true,
        hasSecretBody: true,
      },
      schema: { body: RedeemVoucherRequest, response: { 200: RedeemVoucherResponse } },
    },
    async (request, reply) => {
      const memberId = requireMember(request).id;
      const { code } = request.body;
      // A repeat gets its answer, however many wrong codes were typed since.
      if (!(await hasKeptAnswer(ctx, request))) {
        await refuseWrongCode(ctx, { memberId, address: addressOf(request) }, code);
      }
      return await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 200,
        body: await redeemVoucher(tx, ctx, memberId, code),
      }));
    },
  );
  registerVoucherList(app, ctx);
  registerVoucherWrites(app, ctx);
}

function registerVoucherList(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/vouchers',
    {
      config: { access: 'admin.vouchers.read' },
      schema: { querystring: VoucherListQuery, response: { 200: VoucherPage } },
    },
    async (request) => await listVouchers(ctx.db, request.query),
  );
  app.get(
    '/api/v1/admin/vouchers/:id',
    {
      config: { access: 'admin.vouchers.read' },
      schema: { params: VoucherParams, response: { 200: Voucher } },
    },
    async (request) => await requireVoucher(ctx.db, request.params.id),
  );
  app.get(
    '/api/v1/admin/vouchers/:id/redemptions',
    {
      config: { access: 'admin.vouchers.read' },
      schema: { params: VoucherParams, querystring: PageQuery, response: { 200: VoucherRedemptionPage } },
    },
    async (request) => await listRedemptions(ctx.db, request.params.id, request.query),
  );
}

function registerVoucherWrites(app: BrokerApp, ctx: BrokerContext): void {
  app.post(
    '/api/v1/admin/vouchers',
    {
      config: { access: 'admin.vouchers.write', idempotent: true, hasSecretBody: true },
      schema: { body: VoucherDraft, response: { 201: Voucher } },
    },
    async (request, reply) =>
      await withIdempotency(ctx, request, reply, async (tx) => ({
        status: 201,
        body: await createVoucher(tx, ctx, adminActOf(request), request.body),
      })),
  );
  app.put(
    '/api/v1/admin/vouchers/:id',
    {
      config: { access: 'admin.vouchers.write', idempotent: false },
      schema: { params: VoucherParams, body: EditVoucherRequest, response: { 200: Voucher } },
    },
    async (request) =>
      await inTransaction(ctx.db, (tx) =>
        editVoucher(tx, adminActOf(request), request.params.id, request.body),
      ),
  );
  app.get(
    '/api/v1/admin/vouchers/:id/codes',
    {
      config: { access: 'admin.vouchers.write', sends: { 'text/csv': z.string() } },
      schema: { params: VoucherParams },
    },
    async (request, reply) => {
      const { id } = request.params;
      const csv = await inTransaction(ctx.db, (tx) => exportCodes(tx, ctx, adminActOf(request), id));
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="voucher-${id}.csv"`)
        .header('cache-control', 'no-store')
        .send(csv);
    },
  );
}
