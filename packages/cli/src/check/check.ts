import { resolve } from 'node:path';
import { styleText } from 'node:util';
import {
  acceptableEntities,
  defaultTreeOptions,
  parseTree,
  printFinding,
  type Finding,
  type FindingPaint,
  type Tree,
  type TreeOptions,
  type TreeRead,
} from '@strata/plugin-strata-common';
import { exitCodes, type Terminal } from '../Terminal';
import { readConfig } from './config';
import { readDirectory } from './readDirectory';

/** Flags of `strata check`. */
export interface CheckOptions {
  format: 'text' | 'json';
  root?: string;
  config?: string;
  tree?: string;
  strict: boolean;
}

/** Checks the tree in a directory and prints what is wrong with it. */
export async function check(
  path: string,
  options: CheckOptions,
  terminal: Terminal,
): Promise<number> {
  const directory = resolve(path);
  const config = await readConfig(directory, options);
  const treeOptions = defaultTreeOptions({
    ...config,
    root: options.root ?? config.root,
  });
  const read = await readDirectory(directory, treeOptions.root);
  const tree = await checkedTree(read, treeOptions);
  const counts = {
    items: tree.items.length,
    teams: tree.teams.length,
    errors: count(tree.findings, 'error'),
    warnings: count(tree.findings, 'warning'),
    infos: count(tree.findings, 'info'),
  };

  switch (options.format) {
    case 'json':
      terminal.out(
        `${JSON.stringify(
          {
            version: 1,
            root: treeOptions.root,
            counts,
            findings: tree.findings,
          },
          null,
          2,
        )}\n`,
      );
      break;
    case 'text':
      terminal.out(text(tree, read, counts, terminal.isColoured));
      break;
    default: {
      const never: never = options.format;
      throw new TypeError(`unexpected format ${never}`);
    }
  }
  const failing = counts.errors + (options.strict ? counts.warnings : 0);
  return failing > 0 ? exitCodes.errors : exitCodes.clean;
}

/** As the portal would find it: what its catalog would refuse is wrong, too. */
async function checkedTree(
  read: TreeRead,
  options: TreeOptions,
): Promise<Tree> {
  const tree = parseTree(read, options);
  const { findings } = await acceptableEntities(tree);
  return { ...tree, findings: [...tree.findings, ...findings] };
}

function count(findings: readonly Finding[], severity: Finding['severity']) {
  return findings.filter(finding => finding.severity === severity).length;
}

function text(
  tree: Tree,
  read: TreeRead,
  counts: { items: number; teams: number; errors: number; warnings: number },
  isColoured: boolean,
): string {
  const lines = new Lines(read);
  const printed = tree.findings.map(finding =>
    isColoured
      ? printFinding(finding, lines.of(finding), colours)
      : printFinding(finding, lines.of(finding)),
  );
  const found =
    counts.errors + counts.warnings === 0
      ? 'nothing to complain about'
      : `${plural(counts.errors, 'error')}, ${plural(
          counts.warnings,
          'warning',
        )}`;
  const summary = `${plural(counts.items, 'item')}, ${plural(
    counts.teams,
    'team',
  )}: ${found}`;
  return `${[...printed, summary].join('\n\n')}\n`;
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

const colours: FindingPaint = {
  severity: (severity, words) => {
    switch (severity) {
      case 'error':
        return styleText(['red', 'bold'], words);
      case 'warning':
        return styleText(['yellow', 'bold'], words);
      case 'info':
        return styleText('blue', words);
      default: {
        const never: never = severity;
        throw new TypeError(`unexpected severity ${never}`);
      }
    }
  },
  dim: words => styleText('dim', words),
  strong: words => styleText('bold', words),
};

/** Lines of the files that were read, for excerpts. */
class Lines {
  readonly #contents: ReadonlyMap<string, Uint8Array>;
  readonly #split = new Map<string, string[]>();

  constructor(read: TreeRead) {
    this.#contents = new Map(
      read.entries.flatMap(entry =>
        entry.kind === 'file' ? [[entry.path, entry.content] as const] : [],
      ),
    );
  }

  of({ path, line }: Finding): string | undefined {
    let lines = this.#split.get(path);
    if (!lines) {
      const content = this.#contents.get(path);
      if (!content) return undefined;
      lines = new TextDecoder().decode(content).split(/\r?\n/);
      this.#split.set(path, lines);
    }
    return lines[line - 1];
  }
}
