/** A map of unknown values: what YAML and JSON give. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON merge patch, RFC 7386. Neither argument is changed. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const result: Fields = isFields(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/**
 * By what the entries of a list are told apart in a strategic merge, for the
 * lists that occur in Pods, Services and their kin. Other lists are replaced.
 * Source: the patchMergeKey tags of k8s.io/api.
 */
const mergeKeys: Record<string, readonly string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  ports: ['containerPort', 'port'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
};

/**
 * Strategic merge patch: maps are merged, the lists above are merged by their
 * key, `$patch: delete | replace` is honoured. Neither argument is changed.
 */
export function strategicMerge(
  target: unknown,
  patch: unknown,
  field = '',
): unknown {
  if (Array.isArray(patch)) return mergeList(target, patch, field);
  if (!isFields(patch)) return patch;
  const { $patch: directive, ...changes } = patch;
  if (directive === 'replace') return changes;
  const result: Fields = isFields(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || (isFields(value) && value.$patch === 'delete')) {
      delete result[key];
    } else {
      result[key] = strategicMerge(result[key], value, key);
    }
  }
  return result;
}

function mergeList(target: unknown, patch: unknown[], field: string) {
  const key = mergeKeys[field]?.find(candidate =>
    patch.every(entry => isFields(entry) && entry[candidate] !== undefined),
  );
  if (!key || !Array.isArray(target)) return patch;
  let result: unknown[] = [...target];
  for (const entry of patch) {
    if (!isFields(entry)) continue;
    const index = result.findIndex(
      known => isFields(known) && known[key] === entry[key],
    );
    if (entry.$patch === 'delete') {
      result = result.filter((_, position) => position !== index);
    } else if (index < 0) {
      result = [...result, strategicMerge({}, entry)];
    } else {
      result = result.map((known, position) =>
        position === index ? strategicMerge(known, entry) : known,
      );
    }
  }
  return result;
}
