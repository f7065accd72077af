import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createIdentity, type TestIdentity } from './tls';

/** A real https server on a free port, answering as a test tells it to. */
export class TlsServer {
  private constructor(
    private readonly server: Server,
    private readonly identity: TestIdentity,
  ) {}

  static async start(listener: RequestListener): Promise<TlsServer> {
    const identity = await createIdentity();
    const server = createServer(
      { cert: identity.cert, key: identity.key },
      listener,
    );
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new TlsServer(server, identity);
  }

  get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get ca(): string {
    return this.identity.cert;
  }

  get caData(): string {
    return Buffer.from(this.ca).toString('base64');
  }

  async connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.getConnections((error, count) =>
        error ? reject(error) : resolve(count),
      );
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }
}
