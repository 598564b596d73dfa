import { Tunnel, TunnelPlace } from '@coinslot/shared/states/tunnel.ts';
import { t } from '@lingui/core/macro';
import { useWatch } from 'react-hook-form';
import { fieldWords } from '../../../lib/field-words.ts';
import { Field } from '../../../ui/field.tsx';
import { FormSection } from '../../../ui/form-section.tsx';
import { say } from '../../../words/say.ts';
import { placeWords, tunnelWords } from '../describe-tunnel.ts';
import { type LabFormApi, mayRunInMachine } from '../lab-values.ts';

/** How members get to the lab's machines. */
export function LabTunnelFields({ form }: { form: LabFormApi }) {
  const [tunnel, recipe] = useWatch({ control: form.control, name: ['tunnel', 'recipe'] });
  const { errors } = form.formState;
  return (
    <FormSection title={t`The way in`}>
      <Field
        label={t`Tunnel`}
        error={fieldWords(errors.tunnel, t`Choose one`)}
        hint={say(tunnelWords[tunnel].hint)}
      >
        {(control) => (
          <select {...control} {...form.register('tunnel')}>
            {Tunnel.options.map((each) => (
              <option key={each} value={each}>
                {say(tunnelWords[each].label)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {mayRunInMachine({ tunnel, recipe }) ? (
        <Field
          label={t`Where cloudflared runs`}
          hint={t`In the machine it goes on when the worker is gone. The recipe must be able to start it there.`}
        >
          {(control) => (
            <select {...control} {...form.register('tunnelPlace')}>
              {TunnelPlace.options.map((each) => (
                <option key={each} value={each}>
                  {say(placeWords[each])}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
    </FormSection>
  );
}
