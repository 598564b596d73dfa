/** Scrolls a row of links, and nothing else, until this one stands about in its middle; the row then begins with a whole link. */
export function showInRow(row: HTMLElement | null, link: Element | null | undefined): void {
  if (!row || !(link instanceof HTMLElement)) return;
  const [first] = row.children;
  if (!(first instanceof HTMLElement)) return;
  const wanted = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
  const starts = [...row.children].map((each) => (each as HTMLElement).offsetLeft);
  // The links' own places are counted from the row's parent: the first one's is the beginning.
  const start = starts.findLast((place) => place <= wanted) ?? first.offsetLeft;
  row.scrollLeft = start - first.offsetLeft;
}
