import { z } from 'zod';

const PageName = z.enum([
  'sign-in',
  'catalogue',
  'start',
  'machines',
  'progress',
  'machine',
  'connection',
  'terminal',
  'extend',
  'restart',
  'end',
]);
export type PageName = z.infer<typeof PageName>;

const account = z.string().optional();
const times = z.number().int().positive().default(1);
const plain = z.strictObject({ account }).optional();
const withMs = z.strictObject({ ms: z.number().int().min(0).max(3_600_000), account }).optional();
const withTimes = z.strictObject({ times, account }).optional();
const reason = z.string().default('The host has no capacity left.');
const withReason = z.strictObject({ times, reason, account }).optional();

/** The ways in which the lab can be told to misbehave; lab/README.md says what each does. */
export const Switches = z.strictObject({
  slow: withMs,
  startSlowMs: withMs,
  error500: z.strictObject({ page: PageName, times, account }).optional(),
  modal: plain,
  alert: plain,
  sessionExpires: z.strictObject({ afterPages: z.number().int().min(0), account }).optional(),
  startFails: z.strictObject({ reason, account }).optional(),
  startNever: plain,
  loseMachineAfterMs: withMs,
  listLagMs: withMs,
  loseStartReply: withTimes,
  endSlowMs: withMs,
  endFails: withTimes,
  extendFails: withReason,
  extendSlowMs: withMs,
  extendIgnored: plain,
  restartFails: withReason,
  restartSlowMs: withMs,
  restartLosesMachine: plain,
  wayInDead: plain,
  badConnection: plain,
  quota: plain,
  accountBlocked: plain,
  terms: plain,
  captcha: plain,
  changedPage: plain,
});
export type Switches = z.infer<typeof Switches>;
type Setting<Name extends keyof Switches> = NonNullable<Switches[Name]>;
type Counted = 'error500' | 'loseStartReply' | 'endFails' | 'extendFails' | 'restartFails';

export type SwitchBox = ReturnType<typeof createSwitchBox>;

/** Holds the switches that are on. Nobody is signed in where `username` is null. */
export function createSwitchBox() {
  let current: Switches = {};

  /** The switch's setting where it holds for this account. */
  function get<Name extends keyof Switches>(name: Name, username: string | null): Setting<Name> | null {
    const setting = current[name];
    if (!setting || (setting.account !== undefined && setting.account !== username)) return null;
    return setting;
  }

  /** Its setting where it holds; uses up one of its `times`, and it is off when none is left. */
  function take<Name extends Counted>(name: Name, username: string | null): Setting<Name> | null {
    const setting = get(name, username);
    if (setting === null) return null;
    setting.times -= 1;
    if (setting.times === 0) delete current[name];
    return setting;
  }

  /** Sets these and leaves the others as they are, with what is left of their `times`. */
  function add(more: Switches): Switches {
    return (current = { ...current, ...more });
  }

  function takeOff(name: string): Switches {
    const others = Object.entries(current).filter(([other]) => other !== name);
    return (current = Object.fromEntries(others));
  }

  return { get, take, add, takeOff, all: () => current, replace: (next: Switches) => (current = next) };
}
