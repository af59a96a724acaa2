import type { EngineHandlers } from '../context.ts';
import { createDemo } from './create-demo.ts';

export const demoHandlers: EngineHandlers<'demo.create'> = {
  'demo.create': (input, context) => ({ taskId: createDemo(context, input).id }),
};
