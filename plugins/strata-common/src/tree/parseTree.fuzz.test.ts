import * as fc from 'fast-check';
import { evaluateApplicationSet } from '../delivery/generate';
import { CannotEvaluate } from '../delivery/generate/CannotEvaluate';
import { renderGoTemplate } from '../delivery/generate/goTemplate';
import { findingSchema } from './finding';
import { defaultTreeOptions } from './options';
import { parseTree } from './parseTree';
import { exampleFiles } from './testing/exampleTree';
import { readOf } from './testing/readOf';
import { TreeCache } from './TreeCache';
import { parseYamlText } from './yaml';

const example = exampleFiles();
const options = defaultTreeOptions();
const cache = new TreeCache();
/** Files whose content the parser understands. */
const understood = Object.keys(example).filter(path =>
  /(?:service|applicationset|kustomization|teams|core|services)\.yaml$/.test(
    path,
  ),
);
/** Texts that mean something to one of the formats, out of place. */
const words = [
  'null',
  '{}',
  '[]',
  '- ',
  '? ',
  ': ',
  '---\n',
  '&a ',
  '*a',
  '<<: *a',
  '{{ if }}',
  '{{ .x | toJson }}',
  '{{',
  '}}',
  '../../..',
  '!!binary x',
  '"',
  "'",
  '|',
  '\t',
  '\u0000',
  '0.5',
  '-1',
  '1e400',
  '__proto__',
  'constructor',
  'x'.repeat(100),
];

/** A place in one of the files, and what happens there. */
const mutation = fc.record({
  file: fc.nat({ max: understood.length - 1 }),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat({ max: 80 }),
  insert: fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 8 })),
});

it('no change of a file makes the parser throw, or lose a neighbour', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), list => {
      const files = { ...example };
      for (const { file, at, remove, insert } of list) {
        const path = understood[file];
        const start = Math.floor(at * files[path].length);
        files[path] =
          files[path].slice(0, start) +
          insert +
          files[path].slice(start + remove);
      }
      const tree = parseTree(readOf(files), options, cache);
      expect(tree.items).toHaveLength(25);
      for (const finding of tree.findings) findingSchema.parse(finding);
    }),
    { numRuns: 60, seed: 20261124 },
  );
}, 60_000);

it('any text is read as YAML or refused', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), {
        maxLength: 30,
      }),
      parts => {
        const file = parseYamlText('a.yaml', parts.join('\n'), 'kubernetes');
        for (const document of file.documents) {
          expect(document.at(['a', 0, 'b']).line).toBeGreaterThanOrEqual(1);
          expect(document.keyAt(['a']).line).toBeGreaterThanOrEqual(1);
        }
      },
    ),
    { numRuns: 500, seed: 20261124 },
  );
});

function outcomeOf(template: string): 'rendered' | 'refused' {
  try {
    renderGoTemplate(template, { a: true, b: { c: 'x' } }, 'error');
    return 'rendered';
  } catch (error) {
    if (error instanceof CannotEvaluate) return 'refused';
    throw error;
  }
}

it('any template renders or says why not', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          ...[
            '{{',
            '}}',
            '{{-',
            '-}}',
            ' if ',
            ' else ',
            ' end ',
            ' .a',
            ' .b.c',
          ],
          ...[
            ' $',
            '(',
            ')',
            '|',
            ' and ',
            ' eq ',
            ' index ',
            ' printf ',
            ' "x"',
          ],
          ...[
            ' 1',
            ' nil',
            ' default ',
            ' toJson ',
            ' quote ',
            ' slugify ',
            'text',
          ],
        ),
        { maxLength: 14 },
      ),
      parts => {
        expect(outcomeOf(parts.join(''))).toMatch(/^(?:rendered|refused)$/);
      },
    ),
    { numRuns: 3_000, seed: 20261124 },
  );
});

it('any value is evaluated as a set or refused', () => {
  const source = {
    isOwnRepository: () => true,
    directories: () => ['a', 'a/b'],
    files: () => ['a/b.yaml'],
    covers: () => true,
    parameters: () => ({ kind: 'value', value: [1, null] } as const),
  };
  const anything = fc.anything({ maxDepth: 3, withNullPrototype: false });
  fc.assert(
    fc.property(anything, anything, anything, (generator, template, patch) => {
      const evaluation = evaluateApplicationSet(
        {
          spec: {
            goTemplate: true,
            generators: [
              generator,
              { list: generator },
              { git: { directories: [generator], files: generator } },
              { matrix: { generators: [generator, generator] } },
            ],
            template,
            templatePatch: patch,
          },
        },
        source,
      );
      expect(evaluation.kind).toMatch(/^(?:generated|cannot_evaluate)$/);
    }),
    { numRuns: 500, seed: 20261124 },
  );
});
