import type { ReactNode } from 'react';

/** Room for a table that may be wider than the page; scrolls by keyboard too. */
export function ScrollRegion(props: {
  label: string;
  className: string;
  children: ReactNode;
}) {
  return (
    <div
      role="region"
      aria-label={props.label}
      // What scrolls must be reachable: a narrow page has no other way to it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={props.className}
    >
      {props.children}
    </div>
  );
}
