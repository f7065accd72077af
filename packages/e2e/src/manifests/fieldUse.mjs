/**
 * Fields that the published schemas declare but were compiled without: their
 * generator takes a field of this name for documentation of the schema.
 */
const lost = /^(description|x-kubernetes-.*)$/;

/**
 * The published schemas are compiled and tolerate fields they do not know, as
 * a Kubernetes API server without strict field validation does: it drops them,
 * so that `replica: 3` deploys one replica. A compiled schema asks an object
 * for each field it declares. What an object was not asked for is undeclared,
 * unless it was asked for nothing, which is the mark of a free form.
 *
 * @param {object} object
 * @returns {{ view: object, unknownFields: () => string[] }} a view to hand to
 *   a schema, and after that the JSON pointers of undeclared fields
 */
export function watchFields(object) {
  const asked = new Map();
  const views = new WeakMap();

  const viewOf = (value, pointer) => {
    if (typeof value !== 'object' || value === null) return value;
    if (!views.has(value)) views.set(value, watch(value, pointer));
    return views.get(value);
  };
  const watch = (value, pointer) => {
    const fields = new Set();
    if (!Array.isArray(value)) asked.set(value, { pointer, fields });
    return new Proxy(value, {
      get(target, field) {
        const content = Reflect.get(target, field);
        if (typeof field !== 'string') return content;
        fields.add(field);
        return viewOf(content, `${pointer}/${escaped(field)}`);
      },
    });
  };

  return {
    view: viewOf(object, ''),
    unknownFields: () =>
      [...asked].flatMap(([value, { pointer, fields }]) =>
        fields.size === 0
          ? []
          : Object.keys(value)
              .filter(field => !fields.has(field) && !lost.test(field))
              .map(field => `${pointer}/${escaped(field)}`),
      ),
  };
}

/** A field's name within a JSON pointer (RFC 6901). */
function escaped(field) {
  return field.replaceAll('~', '~0').replaceAll('/', '~1');
}
