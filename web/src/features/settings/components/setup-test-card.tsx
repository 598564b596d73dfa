import type { SetupTest } from '@coinslot/shared/http/admin-sign-in.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { CircleCheck, CircleX } from 'lucide-react';
import { errorText } from '../../../lib/api-error.ts';
import { formatDateTime } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayContract } from '../../../words/say.ts';

type SetupTestCardProps = { last: SetupTest | null; send: () => Promise<SetupTest>; onDone: () => void };

/** Tries what is saved at the provider itself and shows each step. */
export function SetupTestCard({ last, send, onDone }: SetupTestCardProps) {
  const act = useAct({ send: (_input: null) => send(), repeatable: true, onDone });
  const shown = act.data ?? last;
  return (
    <Card>
      <CardTitle
        aside={
          <Button size="small" type="submit" pending={act.isPending} onClick={() => act.run(null)}>
            <Trans>Test what is saved</Trans>
          </Button>
        }
      >
        <Trans>Test</Trans>
      </CardTitle>
      {act.error ? <Notice tone="bad">{errorText(act.error)}</Notice> : null}
      <div role="status">
        {shown ? <Steps test={shown} /> : <p className="text-soft">{t`Not tested yet.`}</p>}
      </div>
    </Card>
  );
}

function Steps({ test }: { test: SetupTest }) {
  const at = formatDateTime(test.at);
  return (
    <>
      <ol className="space-y-2.5">
        {test.steps.map(({ name, ok, detail }) => (
          <li key={name} className="flex gap-2.5">
            {ok ? (
              <CircleCheck aria-label={t`Good`} className="text-ok mt-0.5 size-5 shrink-0" />
            ) : (
              <CircleX aria-label={t`Wrong`} className="text-bad mt-0.5 size-5 shrink-0" />
            )}
            <div className="min-w-0">
              <p className="font-semibold">{sayContract(name)}</p>
              <p className="text-soft text-sm break-words">{sayContract(detail)}</p>
            </div>
          </li>
        ))}
      </ol>
      <p className="text-soft mt-3 text-sm">
        {test.ok ? t`Everything was right, ${at}.` : t`Something was wrong, ${at}.`}
      </p>
    </>
  );
}
