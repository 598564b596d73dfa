/** Cache keys of everything about machines; the first matches all of them. */
export const machinesKey = ['machines'] as const;
export const machineKey = (id: string) => [...machinesKey, 'one', id] as const;
export const machineListKey = (state: string) => [...machinesKey, 'list', state] as const;
export const endpointsKey = (id: string) => [...machinesKey, 'endpoints', id] as const;
