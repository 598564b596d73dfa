import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';

/** A machine's password, hidden until it is asked for. */
export function EndpointPassword({ password }: { password: string }) {
  const [shown, setShown] = useState(false);
  return (
    <div>
      <p className="text-soft mb-1 text-sm font-semibold">
        <Trans>Password</Trans>
      </p>
      <div className="border-line bg-sunk flex items-center gap-1 rounded-xl border py-1 pr-1 pl-3.5">
        <code className="min-w-0 flex-1 font-mono text-[0.95rem] break-all" data-testid="password">
          {shown ? password : '••••••••••••'}
          {shown ? null : (
            <span className="sr-only">
              <Trans>hidden</Trans>
            </span>
          )}
        </code>
        <Button
          look="quiet"
          size="icon"
          aria-label={shown ? t`Hide password` : t`Show password`}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </Button>
        <CopyButton text={password} label={t`Copy password`} />
      </div>
    </div>
  );
}
