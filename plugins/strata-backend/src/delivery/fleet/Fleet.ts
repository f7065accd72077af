import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  deliveryReadPermission,
  deliveryStatuses,
  entityRef,
  type EntityRef,
  type FleetEntry,
  type FleetPage,
  fleetPage,
  type FleetPlace,
  type FleetQuery,
} from '@strata/plugin-strata-common';
import { z } from 'zod';
import type { EntityAuthorizer } from '../../authorize/EntityAuthorizer';
import type { Clock } from '../clock';
import type { FleetIndex } from './FleetIndex';

/**
 * What nobody claims has no entity a condition could look at: it is for those
 * who may see every entity.
 */
export const nobodysEntity = entityRef('');

/** The fleet as one person may see it. */
export class Fleet {
  constructor(
    private readonly options: {
      fleet: Pick<FleetIndex, 'entries'>;
      authorizer: EntityAuthorizer;
      clock: Clock;
    },
  ) {}

  async page(
    query: FleetQuery,
    credentials: BackstageCredentials,
  ): Promise<FleetPage> {
    const { fleet, authorizer, clock } = this.options;
    const after = query.cursor === undefined ? undefined : place(query.cursor);
    const decisions = await authorizer.decide(credentials, [
      deliveryReadPermission,
    ]);
    const decided = new Map<EntityRef, boolean>();
    const visible = ({ row: { claim } }: FleetEntry) => {
      const ref =
        claim.kind === 'claimed' ? entityRef(claim.entityRef) : nobodysEntity;
      const known = decided.get(ref);
      if (known !== undefined) return known;
      const allowed = decisions.allows(deliveryReadPermission, ref);
      decided.set(ref, allowed);
      return allowed;
    };
    const { last, ...page } = fleetPage(
      fleet.entries().filter(visible),
      query,
      after,
    );
    return {
      ...page,
      nextCursor: last && cursor(last),
      now: new Date(clock.now()).toISOString(),
    };
  }
}

const placeSchema = z.object({
  key: z.string(),
  status: z.enum(deliveryStatuses),
  project: z.string(),
  at: z.string().optional(),
});

function cursor({ key, row }: FleetPlace): string {
  const kept: z.input<typeof placeSchema> = {
    key,
    status: row.status,
    project: row.application.project,
    at: row.deployed?.at,
  };
  return Buffer.from(JSON.stringify(kept)).toString('base64url');
}

/** @throws InputError */
function place(text: string): FleetPlace {
  const read = placeSchema.safeParse(fromJson(text));
  const [cluster, namespace, name] = read.data?.key.split('/') ?? [];
  if (!read.success || name === undefined) {
    throw new InputError('cursor must be the nextCursor of an earlier page');
  }
  const { key, status, project, at } = read.data;
  return {
    key,
    row: {
      status,
      application: { cluster, namespace, name, project },
      deployed:
        at === undefined ? undefined : { at, historyId: 0, revisions: [] },
    },
  };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
