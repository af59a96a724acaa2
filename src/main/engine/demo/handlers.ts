import type { EngineHandlers } from '../context.ts';
import { createDemo, demoSimulation } from './create-demo.ts';

export const demoHandlers: EngineHandlers<'demo.create'> = {
  'demo.create': (input, context) => ({ taskId: createDemo(context, demoSimulation(input)).id }),
};
