import { isIP } from 'node:net';
import { normalizeIP } from '@fastify/rate-limit';

// A household or a rented server chooses among 2^64 addresses: they are one caller.
const networkBits = 64;

/**
 * One name for all addresses that one caller can choose from: an IPv4 address is itself, also when it is mapped into IPv6, and of an
 * IPv6 address the network counts. What is no address has one name too, so that invented ones open no new limit.
 */
export function addressBucket(address: string): string {
  const [plain = ''] = address.split('%');
  return isIP(plain) === 0 ? 'no address' : normalizeIP(plain, networkBits);
}
