import type { Page } from 'puppeteer';
import type { z } from 'zod';
import type { FakeBroker } from './fake-broker.ts';
import { asAdmin, asMember } from './tour-setup.ts';

/** One form and what each of its fields takes, by the fields' names. */
export interface FormCase {
  /** Where it is written, below `web/src`. */
  file: string;
  path: string;
  /** Text that shows the page has come. */
  shows: string;
  prepare?: (broker: FakeBroker) => void;
  open?: (page: Page) => Promise<void>;
  fields: Record<string, z.ZodType>;
}

export function ofMember(
  file: string,
  path: string,
  shows: string,
  fields: FormCase['fields'],
  open?: FormCase['open'],
): FormCase {
  return { file, path, shows, fields, prepare: asMember, ...(open ? { open } : {}) };
}

export function ofAdmin(...[file, path, shows, fields, open]: Parameters<typeof ofMember>): FormCase {
  return { ...ofMember(file, path, shows, fields, open), prepare: asAdmin };
}
