import type { EngineHandlers } from '../context.ts';
import { engineChecks } from './checks.ts';

export const diagnosticsHandlers: EngineHandlers<'diagnostics.checks' | 'diagnostics.examine'> = {
  'diagnostics.checks': (_input, context) => engineChecks(context),
  'diagnostics.examine': (_input, context) => context.examinations.start(context),
};
