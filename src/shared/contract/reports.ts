import { z } from 'zod';
import { languages } from '../languages/languages.ts';
import { uid } from './communities.ts';
import { defineArea } from './method.ts';
import {
  madeReportSchema,
  reportCheckSchema,
  reportIdSchema,
  reportOrderSchema,
  reportScheduleSchema,
} from './report-records.ts';

const reportId = reportIdSchema;
const started = z.object({ taskId: z.string() });

export const reports = defineArea({
  /** Makes a report as a task; when it is done the report is at hand under its id. INPUT_INVALID when there is nothing to report. */
  'reports.make': {
    input: z.object({ order: reportOrderSchema, language: z.enum(languages) }),
    output: z.object({ taskId: z.string(), reportId }),
    kind: 'command',
    role: 'reporting',
    answeredBy: 'engine',
  },
  /** The reports made at this desk about a community, newest first. */
  'reports.list': {
    input: z.object({ communityId: uid }),
    output: z.array(madeReportSchema),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** The pages of a report at hand as one HTML document without scripts, and what stands above and below each page. INPUT_INVALID when it is not at hand. */
  'reports.content': {
    input: z.object({ reportId }),
    output: z.object({
      report: madeReportSchema,
      html: z.string(),
      /** HTML of the running header and footer, as printToPDF takes them. */
      header: z.string(),
      footer: z.string(),
      isLandscape: z.boolean(),
      suggestedName: z.string(),
    }),
    kind: 'query',
    role: 'reporting',
    answeredBy: 'engine',
  },
  /** Checks what stands on paper: makes the figures again from the cached data, as a task. */
  'reports.verify': {
    input: z.object({
      reportId,
      /** At least the 32 digits of the page; groups and case do not matter. */ fingerprint: z.string().max(120),
    }),
    output: started,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** As `reports.verify`, for a chosen PDF file (`files.choose` with `report`). */
  'reports.verifyFile': {
    input: z.object({ fileId: z.string() }),
    output: started,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** What a check says; null while it runs and for a task that is none, or is forgotten. */
  'reports.check': {
    input: z.object({ taskId: z.string() }),
    output: reportCheckSchema.nullable(),
    kind: 'query',
    role: 'viewer',
    answeredBy: 'engine',
  },
  /** The PDF of a report at hand, for the preview. */
  'reports.pdf': {
    input: z.object({ reportId }),
    output: z.object({ bytes: z.instanceof(Uint8Array), pages: z.number().int() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Saves the PDF where the person says, whole or not at all. */
  'reports.save': {
    input: z.object({ reportId }),
    output: z.object({ saved: z.boolean() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Opens the system's print dialog. `printed` is false when the person closed it. */
  'reports.print': {
    input: z.object({ reportId }),
    output: z.object({ printed: z.boolean() }),
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
  'reports.schedule': {
    input: z.object({}),
    output: reportScheduleSchema,
    kind: 'query',
    role: 'viewer',
    answeredBy: 'main',
  },
  /** Asks for a folder when `chooseFolder` says so. INPUT_INVALID when it is to be on without a folder or community. */
  'reports.setSchedule': {
    input: z.object({
      isOn: z.boolean(),
      communityId: uid.nullable(),
      language: z.enum(languages),
      chooseFolder: z.boolean(),
    }),
    output: reportScheduleSchema,
    kind: 'command',
    role: 'viewer',
    answeredBy: 'main',
  },
});
