import { useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { SignOutButton } from '../../features/accounts/components/sign-out-button.tsx';
import { classNames } from '../../lib/class-names.ts';
import { Card, CardTitle } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { paths } from '../paths.ts';
import { type ThemeChoice, chooseTheme, themeChoices, useThemeChoice } from '../theme.ts';

export function AccountPage() {
  const me = useSignedIn();
  if (!me) return null;
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      <PageHeader title="Account" />
      <Card>
        <CardTitle aside={<SignOutButton leadsTo={paths.landing} />}>You</CardTitle>
        <Facts
          items={[
            { name: 'Name', value: me.name },
            { name: 'E-mail', value: me.email },
            {
              name: 'Machines at once',
              value: `${me.limits.activeMachines} of ${me.limits.activeMachinesMax} in use`,
            },
          ]}
        />
      </Card>
      <Card>
        <CardTitle>Appearance</CardTitle>
        <ThemePicker />
      </Card>
    </div>
  );
}

const themeLabels: Record<ThemeChoice, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

function ThemePicker() {
  const choice = useThemeChoice();
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Theme</legend>
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
          {themeLabels[theme]}
        </label>
      ))}
    </fieldset>
  );
}
