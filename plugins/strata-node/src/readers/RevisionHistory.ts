/**
 * Tells whether what lies between two revisions touches a path. In a monorepo
 * the revision Argo CD compares moves with every commit; only this says
 * whether an item has anything to wait for.
 * @public
 */
export interface RevisionHistory {
  /**
   * Whether any of the paths differs between two full commit SHAs; undefined
   * where one of them is not in the repository.
   */
  differs(options: {
    from: string;
    to: string;
    paths: readonly string[];
  }): Promise<boolean | undefined>;
}
