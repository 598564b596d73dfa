import type { AdminSettings, SettingsGroup } from '@coinslot/shared/http/admin-settings.ts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useSave } from '../../lib/use-save.ts';
import { getSettings, houseSettingsKey } from './api/get-settings.ts';
import { saveSettings } from './api/save-settings.ts';

/** A group's values beside the revision that they are of. */
export type GroupItem<Group extends SettingsGroup> = AdminSettings[Group]['values'] & { revision: number };

type GroupSaveOptions<Group extends SettingsGroup, Name extends string> = {
  group: Group;
  item: GroupItem<Group>;
  names: readonly Name[];
  setError: (name: Name, error: { message: string }, how: { shouldFocus: boolean }) => void;
  onSaved: (item: GroupItem<Group>) => void;
};

/** Saves one group of settings. The page stays; it goes on from what was saved. */
export function useGroupSave<Group extends SettingsGroup, Name extends string>(
  options: GroupSaveOptions<Group, Name>,
) {
  const client = useQueryClient();
  const { group, item, names, setError, onSaved } = options;
  return useSave<AdminSettings[Group]['values'], GroupItem<Group>, `values.${Name}`>({
    item,
    send: async (values, revision) => {
      const settings = await saveSettings(group, values, revision ?? 0);
      client.setQueryData(houseSettingsKey, settings);
      return pickGroup(settings, group);
    },
    refresh: () => client.invalidateQueries({ queryKey: ['site'] }),
    reload: async () => pickGroup(await getSettings(), group),
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

/** One group as a form opens it. */
export function pickGroup<Group extends SettingsGroup>(
  settings: AdminSettings,
  group: Group,
): GroupItem<Group> {
  const { values, revision }: AdminSettings[Group] = settings[group];
  return { ...values, revision };
}
