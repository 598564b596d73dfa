/** Names that the broker itself writes where those of people, campaigns and devices stand otherwise; the page has each in every language. */
export const keptNames = {
  deleted_member: 'Deleted member',
  operator: 'operator',
  system: 'system',
  welcome_campaign: 'Welcome coins',
  unknown_device: 'An unknown device',
  unknown_program: 'A program',
} as const satisfies Record<string, string>;
