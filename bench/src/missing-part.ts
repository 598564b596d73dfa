/** Something that a measurement needs is absent. The sentence says how to get it. */
export function missingPart(what: string, repair: string): Error {
  return new Error(`${what} is missing, so nothing is claimed. ${repair}`);
}
