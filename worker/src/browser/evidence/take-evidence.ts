import { randomUUID } from 'node:crypto';
import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { ProvisionStep } from '@coinslot/shared/states/provision-step.ts';
import type { EvidenceBody } from '@coinslot/shared/worker-messages/evidence.ts';
import { maskText } from '../../masking/log-masker.ts';
import type { SecretRegistry } from '../../masking/secret-registry.ts';
import { copyMarkup } from '../page/in-page.ts';
import type { LabPage } from '../page/lab-page.ts';
import { raceSignal } from '../page/race-signal.ts';
import { redactUrl } from '../page/redact-url.ts';
import { takeScreenshot } from './take-screenshot.ts';

const maxDomLength = 300_000;
/** Evidence must not hold up the end of a machine; each part that is not there in time is left out. */
const partTimeoutMs = 5000;

export type EvidenceContext = {
  labPage: LabPage | null;
  credentialSelectors: readonly string[];
  /** Plain secrets to be taken out of the picture's text. */
  plainSecrets: string[];
  secrets: SecretRegistry;
  stepLog: string[];
  step: ProvisionStep | null;
  failure: ProvisionFailure;
  message: string;
};

/** What can still be seen of a failure, without any secret. Never fails: parts that cannot be had are empty. */
export async function takeEvidence(context: EvidenceContext): Promise<EvidenceBody> {
  const { labPage, secrets } = context;
  const isUsable = labPage !== null && !labPage.broken.aborted;
  const hide = (text: string, max: number): string => maskText(text, secrets).slice(0, max);
  const hideLines = (lines: string[]): string[] => lines.map((line) => hide(line, 2000));
  const dom = isUsable ? await readMarkup(labPage, context.credentialSelectors) : '';
  const title = isUsable ? await inTime(labPage.page.title(), '') : '';
  const screenshot = isUsable
    ? await inTime(takeScreenshot(labPage.page, context.credentialSelectors, context.plainSecrets), null)
    : null;
  return {
    kind: 'evidence',
    evidenceId: randomUUID(),
    takenAt: new Date().toISOString(),
    step: context.step,
    failure: context.failure,
    message: hide(context.message, 2000),
    url: labPage === null ? '' : hide(redactUrl(labPage.page.url()), 2000),
    title: hide(title, 500),
    screenshot,
    dom: hide(dom, maxDomLength),
    console: hideLines(labPage?.console.lines() ?? []),
    network: hideLines(labPage?.network.lines() ?? []),
    stepLog: hideLines(context.stepLog.slice(-500)),
  };
}

async function readMarkup(labPage: LabPage, credentialSelectors: readonly string[]): Promise<string> {
  const markup: unknown = await inTime(labPage.page.evaluate(copyMarkup, [...credentialSelectors]), '');
  return typeof markup === 'string' ? markup : '';
}

async function inTime<Value>(work: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await raceSignal(work, AbortSignal.timeout(partTimeoutMs));
  } catch {
    return otherwise;
  }
}
