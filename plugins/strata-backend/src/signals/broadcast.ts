import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  type EntityRef,
  type StrataSignal,
  strataSignalChannel,
} from '@strata/plugin-strata-common';
import type { ChangesService } from '../changes/ChangesService';
import type { DeliveryService } from '../delivery/DeliveryService';
import { readDirectory } from '../owners/directory';
import type { SlaService } from '../sla/SlaService';
import type { TreeService } from '../tree/TreeService';

/** Pages hear at least this often how old their sources are. */
const heartbeatMs = 30_000;

/**
 * Tells browsers that a snapshot changed. The signal names entities and
 * owners and nothing else: whoever hears it asks again with their own
 * permissions, so a broadcast gives nothing away.
 *
 * @returns the function that ends it
 */
export function broadcastChanges(deps: {
  signals: SignalsService;
  logger: LoggerService;
  trees: TreeService;
  delivery: DeliveryService;
  sla: SlaService;
  changes: Pick<ChangesService, 'subscribe'>;
}): () => void {
  const send = (kind: StrataSignal['kind'], entityRefs: readonly string[]) => {
    const message: StrataSignal = {
      kind,
      entityRefs: [...entityRefs],
      owners: ownersOf(deps.trees, entityRefs),
    };
    deps.signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: strataSignalChannel,
        message,
      })
      .catch(error =>
        deps.logger.warn(
          `Browsers were not told about a change of ${kind}; they see it when they load again`,
          error,
        ),
      );
  };

  const heartbeat = setInterval(() => send('sources', []), heartbeatMs);
  const ends = [
    () => clearInterval(heartbeat),
    deps.delivery.subscribe(refs => send('delivery', refs)),
    deps.sla.subscribe(refs => send('sla', refs)),
    deps.trees.subscribe(() => send('tree', [...deps.trees.items().keys()])),
    deps.changes.subscribe(change => send('change', change.entityRefs)),
  ];
  return () => ends.forEach(end => end());
}

/** Owners of the entities, with the teams above them, which show them too. */
function ownersOf(trees: TreeService, entityRefs: readonly string[]): string[] {
  const directory = readDirectory(trees);
  const owners = new Set<string>();
  for (const ref of entityRefs) {
    const located = trees.items().get(ref as EntityRef);
    if (!located) continue;
    let owner: string | undefined = directory.ownerOf(located);
    while (owner !== undefined && !owners.has(owner)) {
      owners.add(owner);
      owner = directory.owners.get(owner)?.parent;
    }
  }
  return [...owners];
}
