/** Cells that the arrow keys visit carry this attribute. */
const cellSelector = '[data-cell]';

/**
 * Moves the focus of a matrix with the arrow keys, over gaps. Returns whether
 * there was a cell to go to.
 */
export function moveFocus(from: Element, key: string): boolean {
  const cell = from.closest<HTMLTableCellElement>('td, th');
  const row = cell?.closest('tr');
  const table = row?.closest('table');
  if (!cell || !row || !table) return false;
  switch (key) {
    case 'ArrowLeft':
      return focusFirst([...row.cells].slice(0, cell.cellIndex).reverse());
    case 'ArrowRight':
      return focusFirst([...row.cells].slice(cell.cellIndex + 1));
    case 'ArrowUp':
      return focusFirst(
        column(table, cell.cellIndex).slice(0, row.rowIndex).reverse(),
      );
    case 'ArrowDown':
      return focusFirst(column(table, cell.cellIndex).slice(row.rowIndex + 1));
    default:
      return false;
  }
}

/** One entry per row, so that indexes are row indexes. */
function column(
  table: HTMLTableElement,
  index: number,
): (HTMLTableCellElement | undefined)[] {
  return [...table.rows].map(row => row.cells[index]);
}

function focusFirst(
  cells: readonly (HTMLTableCellElement | undefined)[],
): boolean {
  for (const cell of cells) {
    const target = cell?.querySelector<HTMLElement>(cellSelector);
    if (target) {
      target.focus();
      return true;
    }
  }
  return false;
}
