/**
 * Why a set yields nothing that can be told. `unsupported`: outside the subset
 * Strata evaluates, Argo CD may well accept it. `fails`: Argo CD itself stops
 * here, and one element that fails blocks the whole set.
 * @internal
 */
export class CannotEvaluate extends Error {
  readonly kind: 'unsupported' | 'fails';

  private constructor(kind: 'unsupported' | 'fails', reason: string) {
    super(reason);
    this.name = 'CannotEvaluate';
    this.kind = kind;
  }

  static unsupported(reason: string): CannotEvaluate {
    return new CannotEvaluate('unsupported', reason);
  }

  static fails(reason: string): CannotEvaluate {
    return new CannotEvaluate('fails', reason);
  }
}
