import type { StartSubject } from './subject.ts';
import type { Viewers } from './viewers-process.ts';

/** What a measure found, run by run; run 3 of the product and run 3 of the floor were neighbours in time. */
export interface Finding {
  readonly name: string;
  readonly unit: string;
  readonly chimera: readonly number[];
  readonly floor: readonly number[];
}

export interface Scale {
  /** Runs of which the median counts. */
  readonly runs: number;
  readonly latencyRuns: number;
  readonly windowMs: number;
  /** From the first word on, until what is measured is steady. */
  readonly warmMs: number;
  readonly starts: number;
}

export interface Bench {
  readonly modelUrl: string;
  readonly viewers: Viewers;
  readonly scale: Scale;
  readonly startChimera: StartSubject;
  readonly startFloor: StartSubject;
  /** Scripts that read answers and do nothing else. */
  readonly readers: { readonly chimera: URL; readonly floor: URL };
}

export interface Measure {
  readonly name: string;
  run(bench: Bench): Promise<readonly Finding[]>;
}
