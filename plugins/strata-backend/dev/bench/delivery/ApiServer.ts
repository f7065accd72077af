import type { IncomingMessage, ServerResponse } from 'node:http';
import { TlsServer } from '../../../src/delivery/__testUtils__/TlsServer';

export type Verb = 'list' | 'watch' | 'get';

interface Watch {
  response: ServerResponse;
  ends: NodeJS.Timeout;
}

interface Stored {
  /** JSON, as it goes over the wire; bytes, so that it is not on the heap. */
  body: Buffer;
}

const bookmarkEveryMs = 10_000;
const group = '/apis/argoproj.io/v1alpha1/';

/**
 * The part of a Kubernetes API server that a reflector needs, over TLS: paged
 * lists, watches from a resourceVersion with bookmarks. It counts what it is
 * asked, and is as fast as Node can be, so that it measures the reader.
 */
export class ApiServer {
  readonly requests: { verb: Verb; kind: string }[] = [];
  readonly #kinds = new Map<string, Map<string, Stored>>();
  readonly #watches = new Map<string, Set<Watch>>();
  /** Events of each kind, with the resourceVersion they made. */
  readonly #events = new Map<string, { version: number; line: Buffer }[]>();
  #bookmarks: NodeJS.Timeout | undefined;
  #tls!: TlsServer;
  #version = 0;

  static async start(): Promise<ApiServer> {
    const server = new ApiServer();
    server.#tls = await TlsServer.start((request, response) =>
      server.#answer(request, response),
    );
    server.#bookmarks = setInterval(() => server.#bookmark(), bookmarkEveryMs);
    return server;
  }

  get url(): string {
    return this.#tls.url;
  }

  get ca(): string {
    return this.#tls.ca;
  }

  get openWatches(): number {
    return [...this.#watches.values()].reduce((sum, set) => sum + set.size, 0);
  }

  /** The resourceVersion that the next write gets. */
  get nextVersion(): number {
    return this.#version + 1;
  }

  count(verb: Verb, kind?: string): number {
    return this.requests.filter(
      request =>
        request.verb === verb && (kind === undefined || request.kind === kind),
    ).length;
  }

  /** Mean bytes of an object as it is sent. */
  meanSize(kind: string): number {
    const objects = [...this.#of(kind).values()];
    return (
      objects.reduce((sum, { body }) => sum + body.length, 0) / objects.length
    );
  }

  /** What is there before anybody watches. */
  add(kind: string, name: string, object: object): void {
    this.#version += 1;
    this.#of(kind).set(name, { body: Buffer.from(JSON.stringify(object)) });
  }

  /** Writes a changed object and tells every watch of its kind. */
  change(kind: string, name: string, object: object): void {
    this.#version += 1;
    const body = Buffer.from(JSON.stringify(object));
    this.#of(kind).set(name, { body });
    const line = Buffer.concat([
      Buffer.from('{"type":"MODIFIED","object":'),
      body,
      Buffer.from('}\n'),
    ]);
    const events = this.#events.get(kind) ?? [];
    this.#events.set(kind, events);
    events.push({ version: this.#version, line });
    for (const { response } of this.#watching(kind)) response.write(line);
  }

  async stop(): Promise<void> {
    clearInterval(this.#bookmarks);
    for (const watches of this.#watches.values()) {
      for (const { ends } of watches) clearTimeout(ends);
    }
    await this.#tls.stop();
  }

  #of(kind: string): Map<string, Stored> {
    const known = this.#kinds.get(kind) ?? new Map<string, Stored>();
    this.#kinds.set(kind, known);
    return known;
  }

  #watching(kind: string): Set<Watch> {
    const known = this.#watches.get(kind) ?? new Set<Watch>();
    this.#watches.set(kind, known);
    return known;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'https://localhost');
    const [kind, name] = url.pathname.slice(group.length).split('/');
    response.setHeader('content-type', 'application/json');
    if (name !== undefined) {
      this.requests.push({ verb: 'get', kind });
      response.end(this.#of(kind).get(name)?.body);
    } else if (url.searchParams.get('watch') === 'true') {
      this.requests.push({ verb: 'watch', kind });
      this.#watch(kind, url.searchParams, response);
    } else {
      this.requests.push({ verb: 'list', kind });
      response.end(this.#page(kind, url.searchParams));
    }
  }

  #page(kind: string, query: URLSearchParams): Buffer {
    const objects = [...this.#of(kind).values()];
    const from = Number(query.get('continue') ?? 0);
    const to = from + Number(query.get('limit') ?? objects.length);
    const metadata = JSON.stringify({
      resourceVersion: String(this.#version),
      ...(to < objects.length && { continue: String(to) }),
    });
    const comma = Buffer.from(',');
    const parts = objects
      .slice(from, to)
      .flatMap(({ body }, index) => (index === 0 ? [body] : [comma, body]));
    return Buffer.concat([
      Buffer.from(`{"metadata":${metadata},"items":[`),
      ...parts,
      Buffer.from(']}'),
    ]);
  }

  #watch(kind: string, query: URLSearchParams, response: ServerResponse): void {
    const since = Number(query.get('resourceVersion') ?? 0);
    const watches = this.#watching(kind);
    const watch: Watch = {
      response,
      ends: setTimeout(
        () => response.end(),
        Number(query.get('timeoutSeconds') ?? 300) * 1000,
      ),
    };
    watches.add(watch);
    response.on('close', () => {
      clearTimeout(watch.ends);
      watches.delete(watch);
    });
    response.writeHead(200);
    response.flushHeaders();
    for (const { version, line } of this.#events.get(kind) ?? []) {
      if (version > since) response.write(line);
    }
  }

  #bookmark(): void {
    const line = `${JSON.stringify({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: String(this.#version) } },
    })}\n`;
    for (const watches of this.#watches.values()) {
      for (const { response } of watches) response.write(line);
    }
  }
}
