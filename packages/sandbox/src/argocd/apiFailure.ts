import { json, type Answer } from '../http/Server';

/** gRPC codes as Argo CD's gateway reports them, with their HTTP status. */
const codes = {
  InvalidArgument: { grpc: 3, http: 400 },
  NotFound: { grpc: 5, http: 404 },
  PermissionDenied: { grpc: 7, http: 403 },
  FailedPrecondition: { grpc: 9, http: 400 },
  Aborted: { grpc: 10, http: 409 },
  Unimplemented: { grpc: 12, http: 501 },
  Internal: { grpc: 13, http: 500 },
  Unauthenticated: { grpc: 16, http: 401 },
} as const;

/** A refusal in Argo CD's own words. */
export class ArgoFailure extends Error {
  constructor(readonly code: keyof typeof codes, message: string) {
    super(message);
    this.name = 'ArgoFailure';
  }
}

/** The gateway's error body: the message twice, and the gRPC code. */
export function argoFailureAnswer(error: unknown): Answer {
  const failure =
    error instanceof ArgoFailure
      ? error
      : new ArgoFailure('Internal', String(error));
  const { grpc, http } = codes[failure.code];
  return json(http, {
    error: failure.message,
    code: grpc,
    message: failure.message,
  });
}
