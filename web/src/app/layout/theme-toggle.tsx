import { Monitor, Moon, Sun } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { chooseTheme, themeChoices, useThemeChoice } from '../theme.ts';

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
      aria-label={`Theme: ${choice}. Switch to ${next}`}
      title={`Theme: ${choice}`}
      onClick={() => chooseTheme(next)}
    >
      <Icon aria-hidden />
    </Button>
  );
}
