/** False for the addresses that stand for none: members whose provider gave us no address have one below `.invalid` (RFC 2606). */
export function canReceiveMail(address: string): boolean {
  return !address.toLowerCase().endsWith('.invalid');
}
