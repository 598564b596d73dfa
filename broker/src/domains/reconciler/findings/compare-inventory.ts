import type { InventoryListing } from '@coinslot/shared/worker-messages/inventory.ts';

/** A lab session that our rows know of, as it was when the inventory was asked for. */
export interface KnownSession {
  id: string;
  tag: string;
  labRef: string | null;
  /** At another seat: its tag may show in this seat's list as well where a lab lists more than one account's. */
  isElsewhere: boolean;
  isOpen: boolean;
  /** Its end was written down longer ago than the lab's list may lag behind. */
  endedBefore: boolean;
  /** Its machine is ready, and the session ran for longer than the lab's list may lag behind. */
  mustBeListed: boolean;
}

export type FindingKind = 'orphan' | 'second_session' | 'missing' | 'stranger' | 'renamed';

/** What a list and our rows do not agree on. `labSessionId` is the row that names it; null = none does. */
export interface Finding {
  kind: FindingKind;
  labRef: string;
  label: string;
  labSessionId: string | null;
}

/**
 * Compares what a lab lists for a seat with our rows of that seat. Whatever is not surely ours is a `stranger`, and what could be two
 * things is `renamed`: neither is ever touched.
 *
 * @param namedBy what names a session at this lab for sure (see `recipes`)
 * @returns at most one finding for each id of the lab's
 */
export function compareInventory(
  listings: readonly InventoryListing[],
  sessions: readonly KnownSession[],
  namedBy: 'label' | 'ref',
): Finding[] {
  const known: Known = {
    namedBy,
    byTag: new Map(sessions.map((session) => [session.tag, session])),
    byRef: Map.groupBy(
      sessions.filter(({ labRef, isElsewhere }) => labRef !== null && !isElsewhere),
      ({ labRef }) => labRef ?? '',
    ),
    listed: Map.groupBy(listings, ({ labRef }) => labRef),
    isStartUnclear: sessions.some(
      ({ isOpen, labRef, isElsewhere }) => isOpen && labRef === null && !isElsewhere,
    ),
  };
  const listed = [...known.listed.values()].map((lines) => judgeLines(lines, known));
  const missing = sessions.map((session) => judgeAbsence(session, listings));
  const findings = [...listed, ...missing].filter((finding) => finding !== null);
  return [...new Map(findings.map((finding) => [finding.labRef, finding])).values()];
}

interface Known {
  namedBy: 'label' | 'ref';
  byTag: ReadonlyMap<string, KnownSession>;
  byRef: ReadonlyMap<string, KnownSession[]>;
  listed: ReadonlyMap<string, InventoryListing[]>;
  /** Somebody is finding out just now whether the lab started something. */
  isStartUnclear: boolean;
}

/** What the list says under one id of the lab's. */
function judgeLines(lines: readonly InventoryListing[], known: Known): Finding | null {
  const [line] = lines;
  if (line === undefined) return null;
  const isOneThing = lines.every(({ label, state }) => label === line.label && state === line.state);
  if (!isOneThing || line.labRef === '') return found('renamed', line, null);
  if (!isRunning(line)) return null;
  return line.label === '' ? judgeUnlabelled(line, known) : judgeLabelled(line, known);
}

function judgeLabelled(line: InventoryListing, known: Known): Finding | null {
  const named = known.byTag.get(line.label);
  const underRef = known.byRef.get(line.labRef) ?? [];
  if (named === undefined) return found(underRef.length > 0 ? 'renamed' : 'stranger', line, null);
  if (named.isElsewhere) return null;
  if (underRef.some(({ id, isOpen }) => isOpen && id !== named.id)) return found('renamed', line, null);
  if (named.isOpen) return judgeBesideOpen(line, named, known);
  if (known.namedBy === 'ref' && named.labRef !== line.labRef) return found('renamed', line, null);
  return named.endedBefore ? found('orphan', line, named) : null;
}

/** The row that the label names is open: is this its session? */
function judgeBesideOpen(line: InventoryListing, named: KnownSession, known: Known): Finding | null {
  // While its id is not known, whoever starts or ends it looks by itself.
  if (named.labRef === null || named.labRef === line.labRef) return null;
  const own = known.listed.get(named.labRef) ?? [];
  const ownRuns = own.length === 1 && own.every((one) => one.label === named.tag && isRunning(one));
  // Where the one that we know is not listed, the lab may have given it another id: this may be the member's machine.
  if (!ownRuns || known.namedBy === 'ref') return found('renamed', line, null);
  return found('second_session', line, named);
}

function judgeUnlabelled(line: InventoryListing, known: Known): Finding | null {
  const underRef = known.byRef.get(line.labRef) ?? [];
  if (underRef.some(({ isOpen }) => isOpen) || known.isStartUnclear) return null;
  const [named] = underRef;
  if (named === undefined) return found('stranger', line, null);
  if (known.namedBy !== 'ref' || underRef.length > 1) return found('renamed', line, null);
  return named.endedBefore ? found('orphan', line, named) : null;
}

function judgeAbsence(session: KnownSession, listings: readonly InventoryListing[]): Finding | null {
  const { id, tag, labRef, mustBeListed, isElsewhere } = session;
  if (!mustBeListed || isElsewhere || labRef === null) return null;
  const isListed = listings.some((line) => line.labRef === labRef || line.label === tag);
  return isListed ? null : { kind: 'missing', labRef, label: tag, labSessionId: id };
}

function isRunning({ state }: InventoryListing): boolean {
  return state !== 'ending';
}

function found(
  kind: FindingKind,
  { labRef, label }: InventoryListing,
  session: KnownSession | null,
): Finding {
  return { kind, labRef, label, labSessionId: session?.id ?? null };
}
