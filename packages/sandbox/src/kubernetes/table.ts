import { isFields } from '../render/merging';
import type { ResourceKind } from './kinds';
import type { KubeObject } from './objects';

interface Column {
  name: string;
  cell: (object: KubeObject, now: number) => unknown;
}

/** The value at a dotted path, or undefined. */
const at = (object: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, field) => (isFields(value) ? value[field] : undefined),
      object,
    );

const column = (name: string, path: string): Column => ({
  name,
  cell: object => at(object, path) ?? '',
});

const ready = (have: string, want: string): Column => ({
  name: 'Ready',
  cell: object => `${at(object, have) ?? 0}/${at(object, want) ?? 0}`,
});

const podReady: Column = {
  name: 'Ready',
  cell: object => {
    const statuses = at(object, 'status.containerStatuses');
    const list = Array.isArray(statuses) ? statuses : [];
    return `${list.filter(status => at(status, 'ready') === true).length}/${
      list.length
    }`;
  },
};

const podRestarts: Column = {
  name: 'Restarts',
  cell: object => {
    const statuses = at(object, 'status.containerStatuses');
    return (Array.isArray(statuses) ? statuses : []).reduce<number>(
      (sum, status) => sum + Number(at(status, 'restartCount') ?? 0),
      0,
    );
  },
};

const podStatus: Column = {
  name: 'Status',
  cell: object => {
    const statuses = at(object, 'status.containerStatuses');
    const waiting = (Array.isArray(statuses) ? statuses : [])
      .map(status => at(status, 'state.waiting.reason'))
      .find(reason => typeof reason === 'string');
    return waiting ?? at(object, 'status.phase') ?? '';
  },
};

/** Columns between name and age, by kind, as kubectl's users know them. */
const columns: Record<string, readonly Column[]> = {
  Application: [
    column('Sync Status', 'status.sync.status'),
    column('Health Status', 'status.health.status'),
  ],
  Namespace: [column('Status', 'status.phase')],
  Pod: [podReady, podStatus, podRestarts],
  Deployment: [
    ready('status.readyReplicas', 'spec.replicas'),
    column('Up-to-date', 'status.updatedReplicas'),
    column('Available', 'status.availableReplicas'),
  ],
  ReplicaSet: [
    column('Desired', 'spec.replicas'),
    column('Current', 'status.replicas'),
    column('Ready', 'status.readyReplicas'),
  ],
  StatefulSet: [ready('status.readyReplicas', 'spec.replicas')],
  DaemonSet: [
    column('Desired', 'status.desiredNumberScheduled'),
    column('Ready', 'status.numberReady'),
  ],
  Event: [
    column('Type', 'type'),
    column('Reason', 'reason'),
    {
      name: 'Object',
      cell: object =>
        `${String(at(object, 'involvedObject.kind')).toLowerCase()}/${at(
          object,
          'involvedObject.name',
        )}`,
    },
    column('Message', 'message'),
  ],
};

const name: Column = column('Name', 'metadata.name');
const age: Column = {
  name: 'Age',
  cell: (object, now) =>
    ageText(now - Date.parse(object.metadata.creationTimestamp ?? '')),
};

/** `5d`, `3h12m`, `4m10s`, as kubectl prints ages. */
function ageText(milliseconds: number) {
  if (!Number.isFinite(milliseconds)) return '<unknown>';
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10)
    return `${minutes}m${seconds % 60 || ''}${seconds % 60 ? 's' : ''}`;
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8)
    return `${hours}h${minutes % 60 || ''}${minutes % 60 ? 'm' : ''}`;
  return hours < 48 ? `${hours}h` : `${days}d`;
}

/** Whether a client asks for tables: kubectl does. */
export const wantsTable = (accept: string | undefined) =>
  /as=Table;v=v1;g=meta\.k8s\.io|as=Table;g=meta\.k8s\.io;v=v1(,|;|$)/.test(
    accept ?? '',
  );

/** Rows as the server prints them. Objects are reduced to their metadata. */
export function tableOf(
  kind: ResourceKind,
  objects: readonly KubeObject[],
  now: number,
  metadata: Record<string, unknown>,
  includeObject: string | null,
) {
  const all = [name, ...(columns[kind.kind] ?? []), age];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: all.map(({ name: title }) => ({
      name: title,
      type: 'string',
      format: title === 'Name' ? 'name' : '',
      description: '',
      priority: 0,
    })),
    rows: objects.map(object => ({
      cells: all.map(({ cell }) => cell(object, now)),
      ...(includeObject !== 'None' && {
        object:
          includeObject === 'Object'
            ? object
            : {
                kind: 'PartialObjectMetadata',
                apiVersion: 'meta.k8s.io/v1',
                metadata: object.metadata,
              },
      }),
    })),
  };
}
