import type { AdminSettings, SettingsGroup } from '@coinslot/shared/http/admin-settings.ts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useSave } from '../../lib/use-save.ts';
import { getSettings, houseSettingsKey } from './api/get-settings.ts';
import { saveSettings } from './api/save-settings.ts';

/** A group's values beside the revision that they are of. */
export type GroupItem<Values> = Values & { revision: number };

type GroupSaveOptions<Values extends object, Name extends string> = {
  group: SettingsGroup;
  item: GroupItem<Values>;
  pick: (settings: AdminSettings) => GroupItem<Values>;
  names: readonly Name[];
  setError: (name: Name, error: { message: string }, how: { shouldFocus: boolean }) => void;
  onSaved: (item: GroupItem<Values>) => void;
};

/** Saves one group of settings. The page stays; it goes on from what was saved. */
export function useGroupSave<Values extends object, Name extends string>(
  options: GroupSaveOptions<Values, Name>,
) {
  const client = useQueryClient();
  const { group, item, pick, names, setError, onSaved } = options;
  return useSave<Values, GroupItem<Values>, `values.${Name}`>({
    item,
    send: async (values, revision) => {
      const settings = await saveSettings(group, values, revision ?? 0);
      client.setQueryData(houseSettingsKey, settings);
      return pick(settings);
    },
    refresh: () => client.invalidateQueries({ queryKey: ['site'] }),
    reload: async () => pick(await getSettings()),
    // The server names a remark by its place in what was sent.
    names: names.map((name) => `values.${name}` as const),
    setError: (name, error, how) => {
      const field = names.find((each) => `values.${each}` === name);
      if (field) setError(field, error, how);
    },
    onSaved: (saved) => {
      toast.success(t`The settings are saved.`);
      onSaved(saved);
    },
  });
}
