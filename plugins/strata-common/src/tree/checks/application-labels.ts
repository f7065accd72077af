import { environmentLabel, gateLabel, itemLabel } from '../deployItems';
import { itemLabelOf } from '../naming';
import type { YamlPath } from '../yaml';
import type { Check } from './Check';

/** Labels tie an Application to its item and environment without a guess. @internal */
export const applicationLabels: Check = {
  code: 'application-labels',
  *run(context) {
    for (const item of context.items) {
      yield;
      if (!item.definition) continue;
      for (const { application, environment } of context.deploymentOf(item)
        .applications) {
        const { facts, document, set } = application;
        const labels: YamlPath = set
          ? ['spec', 'template', 'metadata', 'labels']
          : ['metadata', 'labels'];
        const expected: [string, string | undefined][] = [
          [itemLabel, itemLabelOf(item.path)],
          [environmentLabel, environment],
        ];
        for (const [label, value] of expected) {
          const actual = facts.labels[label];
          if (value === undefined || actual === value) continue;
          context.report(
            actual === undefined ? 'warning' : 'error',
            document.at([...labels, label]),
            actual === undefined
              ? `the Application ${facts.name} has no label ${label}`
              : `the label ${label} of ${facts.name} is ${actual}`,
            `Write ${label}: ${value}.`,
          );
        }
        const gate = facts.labels[gateLabel];
        const actual = facts.automated ? 'automatic' : 'manual';
        if (gate !== undefined && gate !== actual) {
          context.report(
            'error',
            document.at(
              set ? ['spec', 'templatePatch'] : [...labels, gateLabel],
            ),
            `the label ${gateLabel} of ${facts.name} says ${gate}, and the Application is ${actual}`,
            'Set the label and syncPolicy.automated by the same condition.',
          );
        }
      }
    }
  },
};
