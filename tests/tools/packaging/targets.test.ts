import { describe, expect, it } from 'vitest';
import { isFulfilled, planTargets, readDistOrder } from '#tools/packaging/targets.ts';

const known = ['AppImage', 'deb', 'tar.gz'];
const cutOff = 'github.com cannot be reached';

describe('npm run dist', () => {
  it('makes every target of the system when none is named', () => {
    const order = readDistOrder([], known);
    expect(planTargets(order, known, null)).toEqual({ made: known, leftOut: [] });
  });

  it('without the tools of electron-builder makes what needs none, says what is left out, and counts that as done', () => {
    const order = readDistOrder([], known);
    const plan = planTargets(order, known, cutOff);
    expect(plan.made).toEqual(['tar.gz']);
    expect(plan.leftOut.map(({ target }) => target)).toEqual(['AppImage', 'deb']);
    expect(plan.leftOut[0].reason).toContain(cutOff);
    expect(isFulfilled(order, plan)).toBe(true);
  });

  it.each([[['deb']], [['--release']]])('with %j does not count what is left out as done', (args) => {
    const order = readDistOrder(args, known);
    expect(isFulfilled(order, planTargets(order, known, cutOff))).toBe(false);
  });

  it('makes the folder alone when asked to', () => {
    expect(planTargets(readDistOrder(['--dir'], known), known, cutOff)).toEqual({ made: ['dir'], leftOut: [] });
  });

  it('names the targets when it is asked for another', () => {
    expect(() => readDistOrder(['snap'], known)).toThrow(/no target "snap".*dir, AppImage, deb, tar\.gz/);
  });
});
