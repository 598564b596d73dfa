import type { ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useId } from 'react';
import { CheckField } from '../../../ui/check-field.tsx';
import { describeScope, isPowerful } from '../describe-scope.ts';

type ScopeFieldsProps = {
  offered: readonly ApiKeyScope[];
  chosen: readonly ApiKeyScope[];
  error: string | undefined;
  onChange: (chosen: ApiKeyScope[]) => void;
};

/** One box a scope, in words. */
export function ScopeFields({ offered, chosen, error, onChange }: ScopeFieldsProps) {
  const id = useId();
  const toggle = (scope: ApiKeyScope, on: boolean) =>
    onChange(offered.filter((each) => (each === scope ? on : chosen.includes(each))));
  return (
    <fieldset className="space-y-2.5" aria-describedby={error ? id : undefined}>
      <legend className="mb-1.5 text-sm font-semibold">
        <Trans>It may</Trans>
      </legend>
      {offered.map((scope) => (
        <CheckField
          key={scope}
          name="scopes"
          label={describeScope(scope)}
          hint={isPowerful(scope) ? t`Only for programs that you trust with it.` : undefined}
          checked={chosen.includes(scope)}
          onChange={(event) => toggle(scope, event.target.checked)}
        />
      ))}
      {error ? (
        <p id={id} role="alert" className="text-bad text-sm font-medium">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
