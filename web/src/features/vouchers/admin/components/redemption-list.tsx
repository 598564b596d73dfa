import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../../app/paths.ts';
import { allRows } from '../../../../lib/cursor-query.ts';
import { Card } from '../../../../ui/card.tsx';
import { Coins } from '../../../../ui/coins.tsx';
import { EmptyState } from '../../../../ui/list-states.tsx';
import { LoadMore } from '../../../../ui/load-more.tsx';
import { Moment } from '../../../../ui/moment.tsx';
import { QueryView } from '../../../../ui/query-view.tsx';
import { SkeletonList } from '../../../../ui/skeleton.tsx';
import { mayDo, useSignedIn } from '../../../accounts/api/use-signed-in.ts';
import { useRedemptions } from '../api/list-redemptions.ts';

/** Who redeemed a voucher, newest first; of the code only its end. */
export function RedemptionList({ id }: { id: string }) {
  const mayRead = mayDo(useSignedIn(), 'admin.users.read');
  const redemptions = useRedemptions(id);
  return (
    <QueryView
      query={redemptions}
      loading={<SkeletonList rows={3} rowClassName="h-14" />}
      empty={{
        when: (data) => allRows(data).length === 0,
        show: <EmptyState title={t`Nobody has redeemed it yet`} />,
      }}
    >
      {(data) => (
        <>
          <Card className="py-1 sm:py-1">
            <ul className="divide-line divide-y">
              {allRows(data).map((redemption) => (
                <li key={redemption.id} className="flex items-center justify-between gap-4 py-3">
                  <div className="min-w-0">
                    <p className="font-semibold break-words">
                      {mayRead ? (
                        <Link
                          to={paths.adminUser(redemption.userId)}
                          className="decoration-line-strong underline underline-offset-3 hover:decoration-2"
                        >
                          {redemption.userName}
                        </Link>
                      ) : (
                        redemption.userName
                      )}
                    </p>
                    <p className="text-soft text-sm">
                      <Trans>
                        Code …<span className="font-mono">{redemption.codeEnd}</span>
                      </Trans>{' '}
                      · <Moment at={redemption.at} />
                    </p>
                  </div>
                  <Coins coins={redemption.coins} className="font-bold" />
                </li>
              ))}
            </ul>
          </Card>
          <LoadMore query={redemptions} />
        </>
      )}
    </QueryView>
  );
}
