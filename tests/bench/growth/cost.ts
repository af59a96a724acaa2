/** What a step costs: time of the processor, which nothing else on the machine changes, and the largest memory of its process. */
export interface Cost {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Of all threads of this process so far. */
export function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function megabytes(bytes: number): number {
  return bytes / 1e6;
}

/** The largest memory that this process has had. */
export function mostMegabytes(): number {
  return megabytes(process.resourceUsage().maxRSS * 1024);
}
