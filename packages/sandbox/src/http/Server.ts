import {
  createServer as createPlain,
  type IncomingMessage,
  type Server as NodeServer,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { Socket } from 'node:net';
import type { Faults, Upstream } from '../control/Faults';
import type { TlsIdentity } from '../state/authority';

/** A request as the handlers see it: parsed, its body read. */
export interface Request {
  method: string;
  /** Path, still encoded. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** What a handler answers, or that it has taken over the response. */
export type Answer =
  | {
      kind: 'json';
      status: number;
      body: unknown;
      headers?: Record<string, string>;
    }
  | { kind: 'text'; status: number; body: string }
  | { kind: 'taken' };

export type Handler = (
  request: Request,
  response: ServerResponse,
) => Promise<Answer> | Answer;

export const json = (status: number, body: unknown): Answer => ({
  kind: 'json',
  status,
  body,
});

const largestBody = 3 * 1024 * 1024;

/** The bearer token of a request, or undefined. */
export const bearerToken = (request: Request) =>
  /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];

/**
 * One loopback HTTP server: reads requests whole, applies the fault that is
 * set for its upstream, and closes without waiting for idle connections.
 */
export class Server {
  readonly #server: NodeServer;
  readonly #sockets = new Set<Socket>();

  constructor(
    private readonly handler: Handler,
    private readonly options: {
      tls?: TlsIdentity;
      upstream?: Upstream;
      faults?: Faults;
      /** What an error that no handler foresaw looks like in this API. */
      failure: (error: unknown) => Answer;
      /** What a refused token looks like in this API. */
      unauthorized: Answer;
    },
  ) {
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      this.#answer(request, response).catch(() => response.destroy());
    };
    this.#server = options.tls
      ? createSecure({ key: options.tls.key, cert: options.tls.cert }, listener)
      : createPlain(listener);
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    });
    this.#server.on('tlsClientError', () => {});
    this.#server.keepAliveTimeout = 30_000;
  }

  /** Listens on the loopback address and resolves with the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  /** Open connections: the leak tests count them. */
  get connections() {
    return this.#sockets.size;
  }

  cutConnections() {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): Promise<void> {
    this.cutConnections();
    return new Promise(resolve => {
      this.#server.close(() => resolve());
    });
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse) {
    const { upstream, faults } = this.options;
    const fault =
      upstream && faults ? faults.get(upstream) : ({ kind: 'none' } as const);
    switch (fault.kind) {
      case 'dead':
        incoming.socket.destroy();
        return;
      case 'silent':
        return;
      case 'slow':
        await new Promise(resolve => setTimeout(resolve, fault.milliseconds));
        break;
      case 'unauthorized':
        send(response, this.options.unauthorized);
        return;
      case 'none':
        break;
      default:
        throw new Error(
          `unknown fault ${JSON.stringify(fault satisfies never)}`,
        );
    }
    const answer = await this.#handle(incoming, response);
    if (answer.kind !== 'taken') send(response, answer);
  }

  async #handle(
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<Answer> {
    try {
      const [path = '/', query = ''] = (incoming.url ?? '/').split('?', 2);
      return await this.handler(
        {
          method: incoming.method ?? 'GET',
          path,
          query: new URLSearchParams(query),
          headers: incoming.headers,
          body: await readBody(incoming),
        },
        response,
      );
    } catch (error) {
      return this.options.failure(error);
    }
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const part = Buffer.from(chunk);
    size += part.length;
    if (size > largestBody) throw new Error('the request is too large');
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: Answer) {
  if (response.headersSent || response.destroyed) return;
  switch (answer.kind) {
    case 'json':
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        ...answer.headers,
      });
      response.end(JSON.stringify(answer.body));
      break;
    case 'text':
      response.writeHead(answer.status, { 'content-type': 'text/plain' });
      response.end(answer.body);
      break;
    case 'taken':
      break;
    default:
      throw new Error(
        `unknown answer ${JSON.stringify(answer satisfies never)}`,
      );
  }
}
