import type { EngineHandlers } from '../context.ts';

export const reportHandlers: EngineHandlers<
  'reports.make' | 'reports.list' | 'reports.content' | 'reports.verify' | 'reports.verifyFile' | 'reports.check'
> = {
  'reports.make': (input, context) => context.reports.make(context, input),
  'reports.list': ({ communityId }, { cache, reports }) => reports.list(cache.read, communityId),
  'reports.content': ({ reportId }, { cache, reports }) => reports.content(cache.read, reportId),
  'reports.verify': (input, context) => context.reports.verify(context, input),
  'reports.verifyFile': ({ fileId }, context) => context.reports.verifyFile(context, fileId),
  'reports.check': ({ taskId }, { reports }) => reports.check(taskId),
};
