const host = 'no-email.invalid';

/** Stands for the address of a member whose provider told none: nothing is ever sent there, and nobody can type it. */
export function makeNoAddress(): string {
  return `${crypto.randomUUID()}@${host}`;
}

/** Whether somebody can be reached there, and come in by it and a password. */
export function isRealAddress(email: string): boolean {
  return !email.endsWith(`@${host}`);
}

/** For `like` in SQL. */
export const noAddressPattern = `%@${host}`;
