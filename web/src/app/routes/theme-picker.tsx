import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { classNames } from '../../lib/class-names.ts';
import { type ThemeChoice, chooseTheme, themeChoices, useThemeChoice } from '../theme.ts';

/** Light, dark, or as the system has it. */
export function ThemePicker() {
  const choice = useThemeChoice();
  const labels: Record<ThemeChoice, string> = { system: t`As the system`, light: t`Light`, dark: t`Dark` };
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">
        <Trans>Theme</Trans>
      </legend>
      {themeChoices.map((theme) => (
        <label
          key={theme}
          className={classNames(
            'flex min-h-11 cursor-pointer items-center gap-2 rounded-xl border px-4 font-semibold',
            choice === theme ? 'border-ink bg-coin-wash text-ink' : 'border-line-strong',
          )}
        >
          <input
            type="radio"
            name="theme"
            className="accent-coin"
            checked={choice === theme}
            onChange={() => chooseTheme(theme)}
          />
          {labels[theme]}
        </label>
      ))}
    </fieldset>
  );
}
