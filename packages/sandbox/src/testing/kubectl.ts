/** The real kubectl, where the machine has one: `STRATA_KUBECTL` names it. */
export const kubectl = process.env.STRATA_KUBECTL ?? '';

/** Put before the name of a suite that is skipped without it. */
export const kubectlNote = kubectl ? '' : 'skipped: needs kubectl: ';

/** `describe`, or the skipping one where there is no kubectl. */
export const describeWithKubectl = kubectl ? describe : describe.skip;
