import type { ReactNode } from 'react';
import { Link } from 'react-router';
import classes from './page-views.module.css';

interface PageView {
  /** Address of the view, also its key. */
  readonly pathname: string;
  readonly name: string;
  readonly isCurrent: boolean;
}

interface PageViewsProps {
  /** Accessible name. */
  readonly label: string;
  readonly views: readonly PageView[];
  /** What of the address goes along to every view. */
  readonly search: string;
}

/** The views of a page, as links beside each other. */
function PageViews({ label, views, search }: PageViewsProps): ReactNode {
  return (
    <nav className={classes.views} aria-label={label}>
      {views.map(({ pathname, name, isCurrent }) => (
        <Link
          key={pathname}
          to={{ pathname, search }}
          className={classes.view}
          aria-current={isCurrent ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** A page in the width that it may take: its views, beside them what begins something new, and the view below. */
export function PageOfViews({
  action = null,
  children,
  ...views
}: PageViewsProps & { readonly action?: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <div className={classes.page}>
      <div className={classes.bar}>
        <PageViews {...views} />
        {action}
      </div>
      {children}
    </div>
  );
}
