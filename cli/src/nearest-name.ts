/** Of these names the one that was probably meant; undefined when none is near. */
export function nearestName(names: readonly string[], text: string): string | undefined {
  const meant = text.toLowerCase();
  const [best] = names
    .map((name) => ({ name, steps: countSteps(name.toLowerCase(), meant) }))
    .filter(({ name, steps }) => steps <= Math.ceil(Math.max(name.length, meant.length) / 3))
    .toSorted((one, other) => one.steps - other.steps);
  return best?.name;
}

// Letters that one has to type, take away or change to come from one text to the other.
function countSteps(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [index, letter] of from.split('').entries()) {
    const next = [index + 1];
    for (const [at, other] of to.split('').entries()) {
      const change = (row[at] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
