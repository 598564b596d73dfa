import { useEffect } from 'react';
import { rememberHouseName, rememberedHouseName } from '../../lib/house-name.ts';
import { useSite } from './api/get-site.ts';

/** The house's name of now; until it is known, that of the last visit. */
export function useHouseName(): string {
  const name = useSite().data?.name;
  useEffect(() => {
    if (name !== undefined) rememberHouseName(name);
  }, [name]);
  return name ?? rememberedHouseName();
}
