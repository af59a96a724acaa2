import { describe, expect, it } from 'vitest';
import { suppressedSum } from '#shared/privacy/suppression.ts';

describe('suppression of a group’s sum', () => {
  it('hides a group smaller than k', () => {
    expect(suppressedSum([10, 10, 10, 10])).toBeNull();
    expect(suppressedSum([10, 10, 10, 10, 10])).toBe(50);
  });

  it('hides a value of which one member makes up more than 80 %', () => {
    expect(suppressedSum([81, 5, 5, 5, 4])).toBeNull();
    expect(suppressedSum([80, 5, 5, 5, 5])).toBe(100);
  });

  it('shows a group in which nobody has anything', () => {
    expect(suppressedSum([0, 0, 0, 0, 0])).toBe(0);
  });

  it('is not fooled by members who cancel each other out', () => {
    expect(suppressedSum([-50, 50, 1, 1, 1])).toBeNull();
  });
});
