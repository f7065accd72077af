/** A refusal in the API's own words; the server answers it as a `Status`. */
export class ApiFailure extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(message);
    this.name = 'ApiFailure';
  }

  static badRequest(message: string) {
    return new ApiFailure(400, 'BadRequest', message);
  }

  static notFound(what: string, name: string) {
    return new ApiFailure(404, 'NotFound', `${what} "${name}" not found`, {
      name,
      kind: what,
    });
  }

  /** 410: the version is too old; list again. */
  static expired(message: string) {
    return new ApiFailure(410, 'Expired', message);
  }

  status() {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details && { details: this.details }),
      code: this.code,
    };
  }
}
