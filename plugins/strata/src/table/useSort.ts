import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** @internal */
export type Sort = { column: string; descending: boolean };

/**
 * The sort of a table, kept in the URL as `sort=name` or `sort=-name`. A press
 * goes ascending → descending → the order the data came in.
 */
export function useSort(parameter = 'sort') {
  const [search, setSearch] = useSearchParams();
  const text = search.get(parameter);
  const sort = useMemo(() => parseSort(text), [text]);
  const onSort = useCallback(
    (column: string) =>
      setSearch(
        previous => {
          const next = new URLSearchParams(previous);
          const turned = turn(parseSort(next.get(parameter)), column);
          if (turned) next.set(parameter, turned);
          else next.delete(parameter);
          return next;
        },
        { replace: true },
      ),
    [parameter, setSearch],
  );
  return { sort, onSort };
}

function parseSort(text: string | null): Sort | undefined {
  if (!text) return undefined;
  return text.startsWith('-')
    ? { column: text.slice(1), descending: true }
    : { column: text, descending: false };
}

function turn(sort: Sort | undefined, column: string): string | undefined {
  if (sort?.column !== column) return column;
  return sort.descending ? undefined : `-${column}`;
}
