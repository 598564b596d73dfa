import { z } from 'zod';

export const pageNames = [
  'sign-in',
  'catalogue',
  'start',
  'machines',
  'progress',
  'machine',
  'connection',
  'terminal',
  'extend',
  'end',
] as const;
export type PageName = (typeof pageNames)[number];

const account = z.string().optional();
const ms = z.number().int().min(0).max(3_600_000);
const times = z.number().int().positive().default(1);
const plain = z.strictObject({ account }).optional();
const withMs = z.strictObject({ ms, account }).optional();
const withTimes = z.strictObject({ times, account }).optional();

/** The ways in which the lab can be told to misbehave; lab/README.md says what each does. */
export const Switches = z.strictObject({
  slow: withMs,
  startSlowMs: withMs,
  error500: z.strictObject({ page: z.enum(pageNames), times, account }).optional(),
  modal: plain,
  alert: plain,
  sessionExpires: z.strictObject({ afterPages: z.number().int().min(0), account }).optional(),
  startFails: z
    .strictObject({ reason: z.string().default('The host has no capacity left.'), account })
    .optional(),
  startNever: plain,
  loseMachineAfterMs: withMs,
  listLagMs: withMs,
  loseStartReply: withTimes,
  endSlowMs: withMs,
  endFails: withTimes,
  badConnection: plain,
  quota: plain,
  accountBlocked: plain,
  terms: plain,
  captcha: plain,
  changedPage: plain,
});
export type Switches = z.infer<typeof Switches>;

export interface SwitchBox {
  all(): Switches;
  replace(next: Switches): void;
  /** The switch's setting where it holds for this account (null: nobody is signed in). */
  get<Name extends keyof Switches>(name: Name, username: string | null): NonNullable<Switches[Name]> | null;
  /** The same, and uses up one of its `times`; off when none is left. */
  take(name: 'error500' | 'loseStartReply' | 'endFails', username: string | null): boolean;
}

export function createSwitchBox(): SwitchBox {
  let current: Switches = {};

  function get<Name extends keyof Switches>(
    name: Name,
    username: string | null,
  ): NonNullable<Switches[Name]> | null {
    const setting = current[name] ?? null;
    if (setting === null || (setting.account !== undefined && setting.account !== username)) return null;
    return setting;
  }

  return {
    all: () => current,
    replace: (next) => {
      current = next;
    },
    get,
    take: (name, username) => {
      const setting = get(name, username);
      if (setting === null) return false;
      const left = setting.times - 1;
      const { [name]: _used, ...others } = current;
      current = left === 0 ? others : { ...current, [name]: { ...setting, times: left } };
      return true;
    },
  };
}
