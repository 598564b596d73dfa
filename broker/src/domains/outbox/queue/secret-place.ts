/** The place of a message's secret parameters: encrypted for one row, they open in no other. */
export function secretPlace(messageId: string): string {
  return `outbox:${messageId}`;
}
