/** Writes a path with the query's set values, e.g. `/x?state=active&cursor=abc`; empty ones are left out. */
export function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** Options every cursor page shares in an infinite query. */
export const cursorPaging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor ?? undefined,
};

/** All rows loaded so far. */
export function allRows<Row>(data: { pages: readonly { items: readonly Row[] }[] }): Row[] {
  return data.pages.flatMap((page) => page.items);
}
