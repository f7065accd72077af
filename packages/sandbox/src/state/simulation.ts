import type { Controller } from '../argocd/Controller';
import { simulationSchema, type SimulationState } from '../argocd/Record';
import { scenario } from '../argocd/scenario';
import type { Clock } from '../time/clock';
import type { StateDirectory } from './StateDirectory';

const file = 'simulation.json';

/**
 * Carries on from the last run, or begins anew where that cannot be.
 *
 * @returns when the simulation was begun, milliseconds since the epoch
 */
export async function beginSimulation(
  controller: Controller,
  state: StateDirectory,
  seed: number,
  clock: Clock,
  report: (message: string) => void,
): Promise<number> {
  const read = state.read(file, simulationSchema);
  switch (read.kind) {
    case 'found':
      if (read.value.seed === seed) {
        controller.restore(read.value);
        return read.value.startedAt;
      }
      report(
        `the seed changed from ${read.value.seed} to ${seed}; the simulation begins anew`,
      );
      break;
    case 'damaged':
      report(`${file} is damaged (${read.reason}); the simulation begins anew`);
      break;
    case 'absent':
      break;
    default:
      throw new Error(`unknown state ${JSON.stringify(read satisfies never)}`);
  }
  const startedAt = clock.now();
  await controller.establish(names => scenario(seed, names));
  return startedAt;
}

export const saveSimulation = (
  controller: Controller,
  state: StateDirectory,
  seed: number,
  startedAt: number,
) =>
  state.writeJson(file, {
    version: 1,
    seed,
    startedAt,
    ...controller.snapshot(),
  } satisfies SimulationState);
