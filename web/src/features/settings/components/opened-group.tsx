import type { AdminSettings, SettingsGroup } from '@coinslot/shared/http/admin-settings.ts';
import { type ComponentType, useState } from 'react';
import { type GroupItem, pickGroup } from '../use-group-save.ts';

/** What the fields of a group are given. */
export type GroupFieldsProps<Group extends SettingsGroup> = {
  name: Group;
  /** As the form was opened; `group` is as it is now. */
  item: GroupItem<Group>;
  group: AdminSettings[Group];
  onOpen: (item: GroupItem<Group>) => void;
};

type OpenedGroupProps<Group extends SettingsGroup> = {
  name: Group;
  settings: AdminSettings;
  fields: ComponentType<GroupFieldsProps<Group>>;
};

/** One group of the settings in its form. A newer version is loaded by opening the form anew. */
export function OpenedGroup<Group extends SettingsGroup>(props: OpenedGroupProps<Group>) {
  const { name, settings, fields: Fields } = props;
  const [opened, setOpened] = useState(() => pickGroup(settings, name));
  return <Fields key={opened.revision} name={name} item={opened} group={settings[name]} onOpen={setOpened} />;
}
