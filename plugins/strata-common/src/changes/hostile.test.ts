import fc from 'fast-check';
import { Document, parse, parseAllDocuments, parseDocument } from 'yaml';
import { defaultTreeOptions, parseTree, type Tree } from '../tree';
import { exampleFiles } from '../tree/testing/exampleTree';
import { readOf } from '../tree/testing/readOf';
import { fieldTypes } from './fieldTypes';
import { InvalidIntentError } from './issues';
import { planChange } from './planChange';
import { renderTemplate } from './renderTemplate';
import { readTemplate } from './template';
import { hostileTexts } from './testing/hostileTexts';
import { newServiceAnswers, newServiceTemplate } from './testing/newService';
import { textScalar, writeDocument } from './yamlScalars';

const places = `block: \${value}
flow: { inside: "\${value}", list: [ "\${value}" ] }
list:
  - \${value} # a comment stays
nested:
  everything: \${values}
`;

function templateOf(type: string) {
  return readTemplate(
    'probe',
    JSON.stringify({
      apiVersion: 'strata.dev/v1alpha1',
      kind: 'ChangeTemplate',
      metadata: { name: 'probe', version: '1.0.0', title: 'Probe' },
      spec: {
        title: ['Probe'],
        item: ['services', 'probe'],
        owner: 'value',
        fields: { value: { type, title: 'Value' } },
      },
    }),
    [{ path: 'service.yaml', content: places }],
  );
}

const hostile = Object.entries(hostileTexts);

const accepts = (type: string) => (entry: [string, string]) =>
  fieldTypes[type].schema.safeParse(entry[1]).success;

describe.each(Object.keys(fieldTypes))('a field of type %s', type => {
  const { schema } = fieldTypes[type];

  it('refuses what it does not take, in words', () => {
    const refused = hostile.filter(entry => !accepts(type)(entry));
    expect(refused).not.toHaveLength(0);
    for (const [, text] of refused) {
      expect(schema.safeParse(text).error?.issues[0].message).toMatch(/\w/);
    }
  });

  it('takes everything else as data', () => {
    const accepted = hostile.filter(accepts(type));
    const wrong = accepted.filter(([, text]) => {
      const value = schema.parse(text);
      const [edit] = renderTemplate(
        templateOf(type),
        { value },
        { root: 'kubernetes' },
      );
      const content = edit.action === 'write' ? edit.content : '';
      const expected = JSON.stringify({
        block: value,
        flow: { inside: value, list: [value] },
        list: [value],
        nested: { everything: { value } },
      });
      return !(
        parseAllDocuments(content).length === 1 &&
        JSON.stringify(parse(content)) === expected &&
        JSON.stringify(parse(content, { version: '1.1' })) === expected &&
        content.includes('# a comment stays')
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe('new-service', () => {
  const options = defaultTreeOptions({
    repository: 'https://git.homelab.example/platform/gitops.git',
  });
  // Enough of the tree to belong to: the whole of it is new-service's own test.
  const files = Object.fromEntries(
    Object.entries(exampleFiles()).filter(([path]) =>
      /bootstrap|services\/n8n/.test(path),
    ),
  );
  const tree = parseTree(readOf(files), options);
  const template = newServiceTemplate();
  const texts = Object.entries(template.manifest.spec.fields).flatMap(
    ([field, { type }]) =>
      ['port', 'replicas', 'flag'].includes(type) ? [] : [field],
  );

  /** The fields that are refused, or the change. */
  const attempt = (field: string, text: string) => {
    try {
      return planChange(
        template,
        { ...newServiceAnswers, [field]: text },
        tree,
        path => files[path],
      );
    } catch (error) {
      if (!(error instanceof InvalidIntentError)) throw error;
      return error.issues.map(issue => issue.field);
    }
  };

  it.each(texts)('names %s when it refuses hostile text in it', field => {
    const refusals = Object.values(hostileTexts)
      .map(text => attempt(field, text))
      .filter(Array.isArray);
    expect(refusals.filter(fields => !fields.includes(field))).toEqual([]);
  });

  it.each(texts)('takes every other hostile text in %s as data', field => {
    const plans = Object.values(hostileTexts)
      .map(text => attempt(field, text))
      .flatMap(plan => (Array.isArray(plan) ? [] : [plan]));
    expect(plans.every(plan => plan.edits.length > 0)).toBe(true);
    for (const plan of plans) {
      const after = { ...files };
      for (const edit of plan.edits) {
        if (edit.action === 'write') after[edit.path] = edit.content;
      }
      const grown = parseTree(readOf(after), options);
      const made = grown.items.find(({ path }) => path === plan.itemPath);
      const { title, description } = plan.values;
      expect(grown.items).toHaveLength(tree.items.length + 1);
      expect(grown.teams).toHaveLength(tree.teams.length);
      expect(errorsOf(grown)).toEqual(errorsOf(tree));
      expect(made?.definition?.spec.origin?.values).toEqual(plan.values);
      expect(made?.definition?.metadata).toMatchObject({ title, description });
    }
  });
});

function errorsOf({ findings }: Tree) {
  return findings.filter(({ severity }) => severity === 'error');
}

describe('a text scalar', () => {
  const written = (text: string) => {
    const document = new Document({ key: null });
    document.set('key', textScalar(text));
    return writeDocument(document);
  };

  it('is the same text for every reader, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const content = written(text);
        expect(parse(content)).toEqual({ key: text });
        expect(parse(content, { version: '1.1' })).toEqual({ key: text });
        expect(parseDocument(content).errors).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('is plain where nothing can be read into it', () => {
    expect(written('audiobookshelf')).toBe('key: audiobookshelf\n');
    expect(written('Books and podcasts')).toBe('key: Books and podcasts\n');
    expect(written('services/n8n')).toBe('key: services/n8n\n');
    expect(written('yes')).toBe('key: "yes"\n');
    expect(written('1.4.2')).toBe('key: "1.4.2"\n');
  });
});

describe('a field', () => {
  it.each(Object.keys(fieldTypes))(
    'of type %s answers at once, however long the text',
    type => {
      const texts = [
        'a-'.repeat(60_000),
        'a/'.repeat(60_000),
        '1'.repeat(120_000),
        `${'1'.repeat(120_000)}s`,
        `99.${'5'.repeat(120_000)}%`,
      ];
      const begin = performance.now();
      for (const text of texts) {
        expect(fieldTypes[type].schema.safeParse(text).success).toBe(false);
      }
      expect(performance.now() - begin).toBeLessThan(500);
    },
  );
});
