import type { Check } from './Check';

/** These prefixes are written from facts of the tree; by hand they would lie. @internal */
export const annotationReserved: Check = {
  code: 'annotation-reserved',
  *run(context) {
    const reserved = (annotations: object | undefined) =>
      Object.keys(annotations ?? {}).filter(key =>
        /(?:^|\.)(?:backstage\.io|strata\.dev)\//.test(key),
      );
    for (const item of context.items) {
      yield;
      for (const key of reserved(item.definition?.metadata.annotations)) {
        context.report(
          'error',
          context.keyAt(item, 'metadata', 'annotations', key),
          `the annotation ${key} is reserved`,
          'Remove it; Strata derives these from the tree.',
        );
      }
    }
    for (const team of context.teams) {
      yield;
      for (const key of reserved(team.definition.metadata.annotations)) {
        context.report(
          'error',
          context.teamDocument(team).keyAt(['metadata', 'annotations', key]),
          `the annotation ${key} is reserved`,
          'Remove it; Strata derives these from the tree.',
        );
      }
    }
  },
};
