import { z } from 'zod';
import { errorCode } from './errorCode';
import type { Ports } from '../options';
import type { StateDirectory } from './StateDirectory';

const portNumber = z.number().int().min(1).max(65535);
const portsSchema = z.object({
  kubernetes: portNumber,
  argocd: portNumber,
  prometheus: portNumber,
  control: portNumber,
});

/** The ports of the last run, so that a configuration stays valid. */
export function rememberedPorts(state: StateDirectory): Partial<Ports> {
  const read = state.read('ports.json', portsSchema);
  return read.kind === 'found' ? read.value : {};
}

export const rememberPorts = (state: StateDirectory, ports: Ports) =>
  state.writeJson('ports.json', ports);

/**
 * Listens on the wanted port. One that was asked for must be free; one that is
 * only remembered gives way to any free one.
 */
export async function listen(
  server: { listen(port: number): Promise<number> },
  what: string,
  asked: number | undefined,
  remembered: number | undefined,
): Promise<number> {
  try {
    return await server.listen(asked ?? remembered ?? 0);
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    if (asked === undefined) return server.listen(0);
    throw new Error(
      `port ${asked} for the ${what} API is in use; choose another with --${what}-port or leave it out`,
    );
  }
}
