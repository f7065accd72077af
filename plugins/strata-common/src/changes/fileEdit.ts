/** One file of a change. Paths are relative to the repository. @public */
export type FileEdit =
  | { path: string; action: 'write'; content: string }
  | { path: string; action: 'delete' };
