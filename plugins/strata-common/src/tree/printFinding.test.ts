import { printFinding } from './printFinding';

const finding = {
  code: 'gate-differs',
  severity: 'error',
  path: 'kubernetes/services/n8n/service.yaml',
  line: 12,
  column: 17,
  message: 'production is declared manual',
  remedy: 'Make them agree.',
} as const;

it('prints like a compiler', () => {
  expect(printFinding(finding, '      autoSync: false')).toBe(
    [
      'kubernetes/services/n8n/service.yaml:12:17 error gate-differs',
      '  production is declared manual',
      '  12 |       autoSync: false',
      '     |                 ^',
      '  → Make them agree.',
    ].join('\n'),
  );
});

it('leaves the excerpt out where there is none', () => {
  expect(printFinding(finding, undefined).split('\n')).toHaveLength(3);
});

it('shows the column of a long line, and no control characters', () => {
  const line = `${'x'.repeat(5_000)}\u001b[31m!${'y'.repeat(5_000)}`;
  const printed = printFinding({ ...finding, column: 5_001 }, line);
  expect(printed).toContain('x\uFFFD[31m!y');
  expect(printed.split('\n')[2].length).toBeLessThan(140);
});
