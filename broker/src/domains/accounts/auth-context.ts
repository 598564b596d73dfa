import type { BrokerContext } from '../../context.ts';

/** What the ways in and the account's own acts need. */
export type AuthContext = Pick<BrokerContext, 'config' | 'db' | 'secrets' | 'bus' | 'log'>;
