/** Somebody with accounts at all three providers. */
export interface Person {
  /** The subject: digits, as Discord and X want it. */
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
}

/** Whoever can be chosen on the stand-ins' pages. */
export const people: readonly Person[] = [
  { id: '100000000000000001', name: 'Ada', email: 'ada@people.example', emailVerified: true },
  { id: '100000000000000002', name: 'Bob', email: 'bob@people.example', emailVerified: true },
  {
    id: '100000000000000003',
    name: 'Cleo (unverified e-mail)',
    email: 'cleo@people.example',
    emailVerified: false,
  },
];
