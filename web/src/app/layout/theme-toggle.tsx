import { t } from '@lingui/core/macro';
import { Monitor, Moon, Sun } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { say } from '../../words/say.ts';
import { chooseTheme, themeChoices, themeNames, useThemeChoice } from '../theme.ts';

const icons = { system: Monitor, light: Sun, dark: Moon } as const;

/** Goes round: as the system, light, dark. */
export function ThemeToggle() {
  const choice = useThemeChoice();
  const next = themeChoices[(themeChoices.indexOf(choice) + 1) % themeChoices.length] ?? 'system';
  const Icon = icons[choice];
  return (
    <Button
      look="quiet"
      size="icon"
      aria-label={t`Theme: ${say(themeNames[choice])}. Switch to ${say(themeNames[next])}`}
      title={t`Theme: ${say(themeNames[choice])}`}
      onClick={() => chooseTheme(next)}
    >
      <Icon aria-hidden />
    </Button>
  );
}
