import { Link } from '@backstage/core-components';
import type { ComponentProps, ReactNode } from 'react';

/** A link, or its text alone where the app has no such page. */
export function MaybeLink(
  props: Omit<ComponentProps<typeof Link>, 'to'> & {
    to: string | undefined;
    children: ReactNode;
  },
) {
  const { to, children, ...rest } = props;
  if (to === undefined) {
    return <span className={rest.className}>{children}</span>;
  }
  return (
    <Link to={to} {...rest}>
      {children}
    </Link>
  );
}
