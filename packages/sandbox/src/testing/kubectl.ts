/**
 * The real kubectl, where the machine has one: `STRATA_KUBECTL` names it.
 * Suites that need it are skipped otherwise, and say so in their name.
 */
export const kubectl = process.env.STRATA_KUBECTL;

/** `describe`, or a skipped one whose name tells what is missing. */
export const describeWithKubectl = (
  name: string,
  suite: (binary: string) => void,
) =>
  kubectl
    ? describe(name, () => suite(kubectl))
    : describe.skip(`${name} (skipped: needs kubectl)`, () => suite(''));
