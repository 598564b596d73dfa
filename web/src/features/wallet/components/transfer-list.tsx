import type { Transfer } from '@coinslot/shared/http/wallet.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { classNames } from '../../../lib/class-names.ts';
import { allRows } from '../../../lib/cursor-query.ts';
import { Card } from '../../../ui/card.tsx';
import { Coins } from '../../../ui/coins.tsx';
import { EmptyState } from '../../../ui/list-states.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { useTransfers } from '../api/list-transfers.ts';
import { describeTransfer } from '../describe-transfer.ts';

export function TransferList() {
  return <TransferRows transfers={useTransfers()} machinePath={paths.machine} />;
}

type TransferRowsProps = {
  transfers: ReturnType<typeof useTransfers>;
  /** The page of a machine, for whoever reads the list. */
  machinePath: (id: string) => string;
};

/** The same list for a member and for admins. */
export function TransferRows({ transfers, machinePath }: TransferRowsProps) {
  return (
    <QueryView
      query={transfers}
      loading={<SkeletonList rows={5} rowClassName="h-16" />}
      empty={{
        when: (data) => allRows(data).length === 0,
        show: (
          <EmptyState title={t`No coins have moved yet`}>
            <Trans>Whatever comes in or goes out is listed here, for ever.</Trans>
          </EmptyState>
        ),
      }}
    >
      {(data) => (
        <>
          <Card className="py-1 sm:py-1">
            <ul className="divide-line divide-y">
              {allRows(data).map((transfer) => (
                <TransferRow key={transfer.id} transfer={transfer} machinePath={machinePath} />
              ))}
            </ul>
          </Card>
          <LoadMore query={transfers} />
        </>
      )}
    </QueryView>
  );
}

type TransferRowProps = { transfer: Transfer; machinePath: (id: string) => string };

function TransferRow({ transfer, machinePath }: TransferRowProps) {
  const { title, detail, change } = describeTransfer(transfer);
  return (
    <li className="flex items-start justify-between gap-4 py-3">
      <div className="min-w-0">
        <p className="font-semibold break-words">
          {transfer.machineId ? (
            <Link
              to={machinePath(transfer.machineId)}
              className="decoration-line-strong underline underline-offset-3 hover:decoration-2"
            >
              {title}
            </Link>
          ) : (
            title
          )}
        </p>
        <p className="text-soft text-sm break-words">
          {detail} · <Moment at={transfer.at} />
        </p>
      </div>
      {change === 0 ? (
        <span className="text-soft shrink-0 text-right text-sm whitespace-nowrap">
          <Coins coins={transfer.amount} />
          <br />
          <Trans>from held</Trans>
        </span>
      ) : (
        <Coins coins={change} signed className={classNames('text-lg font-bold', change > 0 && 'text-ok')} />
      )}
    </li>
  );
}
