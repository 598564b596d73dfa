import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';

/** The body of one kind of report. */
export type ReportOf<Kind extends ReportBody['kind']> = Extract<ReportBody, { kind: Kind }>;
