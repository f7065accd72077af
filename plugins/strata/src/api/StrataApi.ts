import { createApiRef } from '@backstage/core-plugin-api';
import type {
  ActionAccepted,
  ApplicationRef,
  AuditPage,
  Change,
  ChangeDetail,
  ChangeIntent,
  ChangePreview,
  CreateChangeRequest,
  EntityDelivery,
  EntitySla,
  FindingsResponse,
  OwnerOverview,
  OwnersResponse,
  RefreshRequest,
  SloSeries,
  SourcesResponse,
  SyncRequest,
  TreesResponse,
} from '@strata/plugin-strata-common';

/** Which changes to list; an absent field does not restrict. @public */
export type ChangesFilter = {
  state?: Change['state'];
  /** Group entity ref. */
  owner?: string;
  entityRef?: string;
};

/** @public */
export type AuditFilter = {
  actor?: string;
  entityRef?: string;
  action?: string;
  limit?: number;
  cursor?: string;
};

/** Times as ISO 8601. @public */
export type SeriesRange = { from: string; to: string; stepSeconds: number };

/**
 * What the pages ask of `/api/strata`. Every answer has passed the schema of
 * the contract; a refusal is a `ResponseError`, whose `cause` carries the
 * backend's reason in words.
 * @public
 */
export interface StrataApi {
  owners(): Promise<OwnersResponse>;
  /** `inherited`: whether child teams' items are included; the backend decides when absent. */
  ownerOverview(
    ref: string,
    options?: { inherited?: boolean },
  ): Promise<OwnerOverview>;
  entityDelivery(ref: string): Promise<EntityDelivery>;
  entitySla(ref: string): Promise<EntitySla>;
  sloSeries(sloId: string, range: SeriesRange): Promise<SloSeries>;
  sync(
    application: ApplicationRef,
    request: SyncRequest,
  ): Promise<ActionAccepted>;
  refresh(
    application: ApplicationRef,
    request: RefreshRequest,
  ): Promise<ActionAccepted>;
  trees(): Promise<TreesResponse>;
  findings(treeId: string): Promise<FindingsResponse>;
  /** Accepts the held-back read of exactly this revision. */
  releaseHeldBack(treeId: string, revision: string): Promise<void>;
  changes(filter?: ChangesFilter): Promise<Change[]>;
  change(id: string): Promise<ChangeDetail>;
  previewChange(intent: ChangeIntent): Promise<ChangePreview>;
  createChange(request: CreateChangeRequest): Promise<Change>;
  mergeChange(id: string): Promise<Change>;
  closeChange(id: string): Promise<Change>;
  sources(): Promise<SourcesResponse>;
  audit(filter?: AuditFilter): Promise<AuditPage>;
}

/** @public */
export const strataApiRef = createApiRef<StrataApi>({
  id: 'plugin.strata.api',
});
