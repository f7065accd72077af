import { parser } from '@prometheus-io/lezer-promql';

/** Where a text stops being PromQL; offsets count from 0. @public */
export interface PromqlSyntaxError {
  from: number;
  to: number;
  excerpt: string;
}

/**
 * The first place where Prometheus' own grammar does not understand a text;
 * undefined for valid syntax. Types (a range where a vector belongs) are not
 * checked: that is promtool's part.
 * @public
 */
export function promqlSyntaxError(text: string): PromqlSyntaxError | undefined {
  if (text.trim() === '') return { from: 0, to: 0, excerpt: '' };
  let found: PromqlSyntaxError | undefined;
  parser.parse(text).iterate({
    enter: node => {
      if (found || !node.type.isError) return;
      found = {
        from: node.from,
        to: node.to,
        excerpt: text.slice(Math.max(0, node.from - 10), node.to + 10),
      };
    },
  });
  return found;
}
