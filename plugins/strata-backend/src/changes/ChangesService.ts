import type {
  Change,
  ChangeDetail,
  ChangeIntent,
  ChangePreview,
  CreateChangeRequest,
  EntityRef,
} from '@strata/plugin-strata-common';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';

/** Every mutation is authorised, checked against the tree at head and audited. */
export interface ChangesService {
  list(filter: {
    state?: Change['state'];
    owner?: string;
    entityRef?: EntityRef;
  }): Promise<Change[]>;
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
