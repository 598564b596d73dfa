import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { meKey } from '../../accounts/api/get-me.ts';
import { walletKey } from './get-wallet.ts';

/** Loads the coins anew when `looking` begins: what is about to be paid may have been spent in another tab. */
export function useFreshMoney(looking: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!looking) return;
    for (const queryKey of [meKey, walletKey]) void client.invalidateQueries({ queryKey });
  }, [looking, client]);
}
