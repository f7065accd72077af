const factory = require('@backstage/cli/config/eslint-factory');

/** Effects that the pure package must not have: all of them are parameters. */
const impure = {
  imports: require('node:module')
    .builtinModules.flatMap(name => [name, `node:${name}`])
    .map(name => ({ name, message: 'strata-common does no I/O.' })),
  syntax: [
    {
      selector:
        "CallExpression[callee.object.name='Date'][callee.property.name='now']",
      message: 'strata-common reads no clock: take the time as a parameter.',
    },
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: 'strata-common reads no clock: take the time as a parameter.',
    },
    {
      selector:
        "CallExpression[callee.object.name='DateTime'][callee.property.name=/^(now|local|utc)$/][arguments.length=0]",
      message: 'strata-common reads no clock: take the time as a parameter.',
    },
    {
      selector:
        'CallExpression[callee.name=/^(fetch|setTimeout|setInterval)$/]',
      message: 'strata-common has no effects.',
    },
    {
      selector: "MemberExpression[object.name='process']",
      message: 'strata-common does not know where it runs.',
    },
    {
      selector:
        "CallExpression[callee.property.name='random'][callee.object.name='Math']",
      message: 'strata-common gives the same answer every time.',
    },
  ],
};

/**
 * ESLint for one package: Backstage's rules, the import directions of
 * docs/architecture.md, no cycles, no file over 600 lines.
 *
 * @param {string} dir the package
 * @param {{ mayImport?: string[], pure?: boolean }} options packages of Strata it may import
 */
module.exports = function house(dir, { mayImport = [], pure = false } = {}) {
  return factory(dir, {
    restrictedImportPatterns: [
      '@strata/*',
      ...mayImport.map(name => `!@strata/${name}`),
    ],
    ...(pure && {
      restrictedSrcImports: impure.imports,
      restrictedSrcSyntax: impure.syntax,
    }),
    rules: {
      'import/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines': ['error', 600],
      // Files read from the top: what matters first, what it stands on below.
      '@typescript-eslint/no-use-before-define': [
        'error',
        { functions: false, classes: false, variables: false },
      ],
      // Control characters are named in patterns that refuse them.
      'no-control-regex': 'off',
    },
    testRules: {
      // The cases of a contract suite assert inside `run`, supertest by its
      // own `expect`.
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'run', '**.run', '**.expect'] },
      ],
    },
    overrides: [
      {
        // Support of tests: reads fixtures, is never exported.
        files: ['**/testing/**'],
        rules: {
          'no-restricted-imports': 'off',
          'no-restricted-syntax': 'off',
          '@backstage/no-undeclared-imports': 'off',
        },
      },
    ],
    settings: {
      'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import/resolver': {
        node: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
      },
    },
  });
};
