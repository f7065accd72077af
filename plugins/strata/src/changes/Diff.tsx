import styles from './changes.module.css';

type LineKind = 'added' | 'removed' | 'context' | 'hunk';

/** A unified diff; `+` and `-` stay, so that colour is never needed to read it. */
export function Diff(props: { text: string }) {
  return (
    <pre className={styles.diff}>
      {linesOf(props.text).map((line, index) => (
        <span
          key={`${index} ${line}`}
          className={styles.line}
          data-kind={kindOf(line)}
        >
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

/** Without the two header lines: the path stands above. */
function linesOf(text: string): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.filter(
    (line, index) => !(index < 2 && /^(---|\+\+\+) /.test(line)),
  );
}

function kindOf(line: string): LineKind {
  if (line.startsWith('+')) return 'added';
  if (line.startsWith('-')) return 'removed';
  if (line.startsWith('@@')) return 'hunk';
  return 'context';
}
