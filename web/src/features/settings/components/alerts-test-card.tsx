import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { errorText } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { testOperatorWebhook } from '../api/test-operator-webhook.ts';

/** Posts one message to the saved webhook and shows what Discord said: a wrong channel is seen before the first alarm. */
export function AlertsTestCard() {
  const act = useAct({ send: (_input: null) => testOperatorWebhook(), repeatable: true });
  return (
    <Card>
      <CardTitle
        aside={
          <Button size="small" pending={act.isPending} onClick={() => act.run(null)}>
            <Trans>Send a test message</Trans>
          </Button>
        }
      >
        <Trans>Test</Trans>
      </CardTitle>
      <div className="space-y-3">
        <p className="text-soft">
          <Trans>Goes to the webhook that is saved.</Trans>
        </p>
        {act.error ? <Notice tone="bad">{errorText(act.error)}</Notice> : null}
        {act.data ? (
          <Notice tone={act.data.ok ? 'busy' : 'bad'}>
            {act.data.ok ? t`Discord took the message: look into the channel.` : act.data.detail}
          </Notice>
        ) : null}
      </div>
    </Card>
  );
}
