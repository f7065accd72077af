import { between } from '../time/seeded';

/** How long things take, by seed; a higher speed makes all of it shorter. */
export class Pace {
  constructor(readonly seed: number, private readonly speed: number) {}

  /** Milliseconds between low and high that depend on the given parts. */
  between(low: number, high: number, ...parts: (string | number)[]) {
    return between(low, high, this.seed, ...parts) / this.speed;
  }
}
