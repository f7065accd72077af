const allowed = /^[a-z0-9][a-z0-9/._-]*[a-z0-9]$/;
const refused = /\/\/|\.\.|\/\.|\.\/|\.lock(\/|$)/;

/** Ref of a branch. Narrower than git's own rules: changes name their branches. */
export function branchRef(branch: string): string {
  if (!allowed.test(branch) || refused.test(branch)) {
    throw new TypeError(
      `${JSON.stringify(
        branch,
      )} is no branch name; use a-z, 0-9, "-", "." and "/"`,
    );
  }
  return `refs/heads/${branch}`;
}

/** Where the head of a merged or closed change is kept. */
export function archiveRef(branch: string): string {
  return branchRef(branch).replace('refs/heads/', 'refs/strata/archive/');
}
