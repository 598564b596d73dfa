import { Wallet } from '@coinslot/shared/http/wallet.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

export const walletKey = ['wallet'] as const;

export function useWallet() {
  return useQuery({
    queryKey: [...walletKey, 'balance'],
    queryFn: ({ signal }) => request({ path: '/api/v1/wallet', answer: Wallet, signal }),
    refetchOnWindowFocus: 'always',
  });
}
