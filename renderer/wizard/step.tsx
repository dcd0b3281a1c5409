import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../text/text';
import { TODO_COUNT } from './current-step';

interface Props {
  title: string;
  line?: string | undefined;
  /** Its place among the things the user does. */
  todo?: number | undefined;
  children: ReactNode;
  /** What stands at the left of the quay. */
  background?: ReactNode;
  /** What stands at its right: back, then the one primary button. */
  actions?: ReactNode;
}

let shownTitle: string | undefined;

/** A screen of the wizard: title, body, and the quay with its buttons always in the same place. */
export function Step({ title, line, todo, children, background, actions }: Props) {
  const { t } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Not on the first screen: there the browser's own focus is right.
    if (shownTitle !== undefined && shownTitle !== title) heading.current?.focus({ preventScroll: true });
    shownTitle = title;
  }, [title]);
  return (
    <>
      <main className="wizard-body" id="main">
        {todo !== undefined && (
          <p className="wizard-todo">
            {t(todo === TODO_COUNT ? 'wizard.last' : 'wizard.todo', { n: todo, total: TODO_COUNT })}
          </p>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {line !== undefined && <p className="wizard-line">{line}</p>}
        {children}
      </main>
      {(background !== undefined || actions !== undefined) && (
        <footer className="quay">
          <div className="quay-left">{background}</div>
          {actions}
        </footer>
      )}
    </>
  );
}
