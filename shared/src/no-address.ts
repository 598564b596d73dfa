/** Host of the address that stands for none: a member's whose provider told no e-mail. Nothing is ever sent there, and nobody can type it. */
export const noAddressHost = 'no-email.invalid';

/** Whether somebody can be reached there, and come in by it and a password. No host below `invalid` ever exists (RFC 2606). */
export function isRealAddress(email: string): boolean {
  return email !== '' && !email.toLowerCase().endsWith('.invalid');
}

/** The addresses that are not real, as a pattern for `ilike` in SQL. */
export const noAddressPattern = '%.invalid';
