import type { EngineHandlers } from '../context.ts';

export const backupsHandlers: EngineHandlers<'backups.list' | 'backups.make' | 'backups.preview'> = {
  'backups.list': (_input, context) => context.backups.list(context),
  'backups.make': ({ reason }, context) => context.backups.make(context, reason),
  'backups.preview': (input, { backups }) => backups.preview(input),
};
