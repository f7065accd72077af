import type {
  Change,
  ChangeDetail,
  ChangeIntent,
  ChangePreview,
  CreateChangeRequest,
  EntityRef,
} from '@strata/plugin-strata-common';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';

/** Newest first; an absent field does not restrict. */
export interface ListFilter {
  states?: readonly Change['state'][];
  owner?: string;
  entityRef?: EntityRef;
  limit?: number;
}

/** Every mutation is authorised, checked against the tree at head and audited. */
export interface ChangesService {
  /** For other capabilities: knows no permission, see `AuthorizedChanges`. */
  list(filter: ListFilter): Promise<Change[]>;
  get(id: string, credentials: BackstageCredentials): Promise<ChangeDetail>;
  preview(
    intent: ChangeIntent,
    credentials: BackstageCredentials,
  ): Promise<ChangePreview>;
  create(
    request: CreateChangeRequest,
    credentials: BackstageCredentials,
  ): Promise<Change>;
  merge(id: string, credentials: BackstageCredentials): Promise<Change>;
  close(id: string, credentials: BackstageCredentials): Promise<Change>;
  subscribe(listener: (change: Change) => void): () => void;
}
