/** Stands for src/renderer/charts/echarts.ts in component tests, because jsdom has no canvas: it records options, actions and listeners. */

type Listener = (event: { dataIndex: number }) => void;

export interface FakeChart {
  readonly element: HTMLElement;
  option: Record<string, unknown>;
  readonly actions: { type: string; dataIndex?: number }[];
  disposed: boolean;
  /** Lets the mouse do something to a cell of the map. */
  emit(event: string, dataIndex: number): void;
  /** Lets the mouse click into the plot, `x` CSS pixels from its left edge. */
  clickAt(x: number): void;
}

export const charts: FakeChart[] = [];
export const maps = new Map<string, unknown>();

export function registerMap(name: string, map: unknown): void {
  maps.set(name, map);
}

/** The chart whose accessible name is `name` and that is still in the page. */
export function chartNamed(name: string): FakeChart {
  const found = charts.findLast((chart) => !chart.disposed && chart.element.getAttribute('aria-label') === name);
  if (found === undefined) throw new Error(`There is no chart named ${name}.`);
  return found;
}

const WIDTH = 640;
const HEIGHT = 200;

export function init(element: HTMLElement) {
  const listeners = new Map<string, Set<Listener>>();
  const surface = new Set<(place: { offsetX: number; offsetY: number }) => void>();
  const made: FakeChart = {
    element,
    option: {},
    actions: [],
    disposed: false,
    emit: (event, dataIndex) => listeners.get(event)?.forEach((listener) => listener({ dataIndex })),
    clickAt: (x) => surface.forEach((listener) => listener({ offsetX: x, offsetY: HEIGHT / 2 })),
  };
  charts.push(made);
  return {
    setOption: (option: Record<string, unknown>) => {
      made.option = option;
    },
    dispatchAction: (action: FakeChart['actions'][number]) => made.actions.push(action),
    on: (event: string, _query: unknown, listener: Listener) => {
      listeners.set(event, (listeners.get(event) ?? new Set<Listener>()).add(listener));
    },
    off: (event: string, listener: Listener) => listeners.get(event)?.delete(listener),
    // Only clicks are heard there.
    getZr: () => ({
      on: (_event: string, listener: (place: { offsetX: number; offsetY: number }) => void) => surface.add(listener),
      off: (_event: string, listener: (place: { offsetX: number; offsetY: number }) => void) =>
        surface.delete(listener),
    }),
    containPixel: () => true,
    // The plot is as wide as the chart.
    convertFromPixel: (_finder: unknown, x: number) => {
      const { min, max } = made.option.xAxis as { min: number; max: number };
      return min + ((max - min) * x) / WIDTH;
    },
    getWidth: () => WIDTH,
    getHeight: () => HEIGHT,
    resize: () => undefined,
    renderToCanvas: () => document.createElement('canvas'),
    isDisposed: () => made.disposed,
    dispose: () => {
      made.disposed = true;
    },
  };
}
