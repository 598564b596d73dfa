import type { ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import type { DeviceGrant } from '@coinslot/shared/http/device-grant.ts';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { errorText, hasStatus } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { ErrorState } from '../../../ui/list-states.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { approveDevice, denyDevice } from '../api/decide-device.ts';
import { useDeviceGrant } from '../api/get-device-grant.ts';
import { ScopeFields } from './scope-fields.tsx';

type DeviceApprovalProps = { code: string; onOther: () => void };

/** What a program asks for, and the member's yes or no. */
export function DeviceApproval({ code, onOther }: DeviceApprovalProps) {
  const grant = useDeviceGrant(code);
  if (grant.data) return <Question grant={grant.data} onOther={onOther} />;
  if (grant.isPending) return <SkeletonList rows={3} rowClassName="h-16" />;
  if (!hasStatus(grant.error, 404) && !hasStatus(grant.error, 400)) {
    return <ErrorState error={grant.error} onRetry={() => void grant.refetch()} />;
  }
  return (
    <div className="space-y-4">
      <Notice tone="bad">
        <Trans>No program waits with this code. It may be mistyped, or older than ten minutes.</Trans>
      </Notice>
      <Button onClick={onOther}>
        <Trans>Type another code</Trans>
      </Button>
    </div>
  );
}

function Question({ grant, onOther }: { grant: DeviceGrant; onOther: () => void }) {
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>(grant.scopes);
  const act = useAct({
    send: ({ approves }: { approves: boolean }) =>
      approves
        ? approveDevice({ userCode: grant.userCode, scopes: [...scopes] })
        : denyDevice({ userCode: grant.userCode }),
  });
  const [answer, setAnswer] = useState<boolean | null>(null);
  const decided = act.data === undefined ? grant.state : answer ? 'approved' : 'denied';
  if (decided !== 'pending') return <Decided approved={decided === 'approved'} onOther={onOther} />;
  function decide(approves: boolean): void {
    setAnswer(approves);
    act.run({ approves });
  }
  return (
    <div className="space-y-5">
      <Notice tone="coin">
        <Trans>
          Say yes only when you have just started this program yourself. Nobody from this house ever asks you
          for a code.
        </Trans>
      </Notice>
      <Facts
        items={[
          { name: t`Code`, value: <span className="font-mono">{grant.userCode}</span> },
          { name: t`Computer`, value: grant.host },
          { name: t`Asked from`, value: grant.requestedFrom },
          { name: t`Asked`, value: <Moment at={grant.requestedAt} /> },
          { name: t`Good for`, value: plural(grant.expiresInDays, { one: '# day', other: '# days' }) },
        ]}
      />
      <ScopeFields
        offered={grant.scopes}
        chosen={scopes}
        error={scopes.length === 0 ? t`Choose one or more` : undefined}
        onChange={setScopes}
      />
      {act.error ? <Notice tone="bad">{errorText(act.error)}</Notice> : null}
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        <Button
          look="danger"
          pending={act.isPending && answer === false}
          disabled={act.isPending}
          onClick={() => decide(false)}
        >
          <Trans>No, refuse it</Trans>
        </Button>
        <Button
          look="coin"
          pending={act.isPending && answer === true}
          disabled={act.isPending || scopes.length === 0}
          onClick={() => decide(true)}
        >
          <Trans>Yes, let it in</Trans>
        </Button>
      </div>
    </div>
  );
}

function Decided({ approved, onOther }: { approved: boolean; onOther: () => void }) {
  return (
    <div role="status" className="space-y-4">
      <p className="text-lg font-semibold">
        {approved ? <Trans>The program is in.</Trans> : <Trans>The program was refused.</Trans>}
      </p>
      <p className="text-soft">
        {approved ? (
          <Trans>Go back to it: it goes on by itself. You can revoke its key under Account, API keys.</Trans>
        ) : (
          <Trans>It got nothing. You can close this page.</Trans>
        )}
      </p>
      <Button onClick={onOther}>
        <Trans>Type another code</Trans>
      </Button>
    </div>
  );
}
