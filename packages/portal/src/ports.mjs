import net from 'node:net';
import { PortalError } from './PortalError.mjs';

/** @returns {Promise<boolean>} whether something listens on the port of loopback */
export function isTaken(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', error => {
      if (error.code === 'EADDRINUSE') resolve(true);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}

/** @throws PortalError with the remedy */
export async function requireFree(port) {
  if (await isTaken(port)) {
    throw new PortalError(
      `Port ${port} is in use by another program.`,
      `End that program, or choose another port: ./portal start --port ${
        port + 1
      }`,
    );
  }
}

/** A port that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
