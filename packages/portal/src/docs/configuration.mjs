import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../paths.mjs';

const require = createRequire(path.join(root, 'package.json'));

/** Where settings are declared, and what to say above them. */
const sources = [
  {
    file: 'plugins/strata-backend/config.d.ts',
    title: 'Backend and pages (`strata`)',
  },
  {
    file: 'packages/app/config.d.ts',
    title: 'The ready portal (`app.signIn`)',
  },
];

/** docs/configuration.md out of the declarations, so that it cannot be wrong. */
export async function configurationReference() {
  const parts = [
    '# Configuration reference',
    '',
    'Generated from the `config.d.ts` of the packages (`./portal docs`). Do not edit.',
    'What Backstage itself is configured with (clusters under `kubernetes`, hosts under `integrations`, sign-in under `auth`) is in Backstage’s documentation.',
  ];
  for (const { file, title } of sources) {
    parts.push(
      '',
      `## ${title}`,
      '',
      '| key | type | meaning |',
      '|---|---|---|',
      ...(await rows(path.join(root, file))),
    );
  }
  return `${parts.join('\n')}\n`;
}

async function rows(file) {
  const ts = require('typescript');
  const source = ts.createSourceFile(
    file,
    await readFile(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found = [];
  const walk = (members, prefix) => {
    for (const member of members) {
      if (!ts.isPropertySignature(member) || !member.type) continue;
      const key = prefix + member.name.getText();
      const element = elementOf(ts, member.type);
      const variants = ts.isUnionTypeNode(element)
        ? element.types.filter(ts.isTypeLiteralNode)
        : [element].filter(ts.isTypeLiteralNode);
      const list = element !== member.type;
      if (documentation(ts, member) || variants.length === 0) {
        found.push(describe(ts, member, key, variants.length > 0));
      }
      for (const variant of variants) {
        walk(variant.members, `${key}${list ? '[]' : ''}.`);
      }
    }
  };
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) walk(statement.members, '');
  }
  return found;
}

/** `Array<X>` and `X[]` stand for their element. */
function elementOf(ts, type) {
  if (ts.isArrayTypeNode(type)) return type.elementType;
  if (
    ts.isTypeReferenceNode(type) &&
    type.typeName.getText() === 'Array' &&
    type.typeArguments
  ) {
    return type.typeArguments[0];
  }
  return type;
}

function documentation(ts, member) {
  return ts
    .getJSDocCommentsAndTags(member)
    .map(doc => ts.getTextOfJSDocComment(doc.comment) ?? '')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function describe(ts, member, key, nested) {
  const secret = ts
    .getJSDocTags(member)
    .some(tag => ts.getTextOfJSDocComment(tag.comment) === 'secret');
  const nestedType =
    elementOf(ts, member.type) === member.type ? 'object' : 'list of objects';
  const type = nested ? nestedType : member.type.getText();
  const meaning = [
    documentation(ts, member),
    secret ? 'Secret: never shown, never logged.' : '',
    member.questionToken ? '' : 'Required.',
  ];
  return `| \`${key}\` | ${cell(`\`${type}\``)} | ${cell(
    meaning.filter(Boolean).join(' '),
  )} |`;
}

const cell = text => text.replace(/\|/g, '\\|');
