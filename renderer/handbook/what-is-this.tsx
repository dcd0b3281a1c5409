import { useText } from '../text/text';
import { handbookHref } from './handbook-href';
import type { PageId } from './page';
import './what-is-this.css';

/** Opens the handbook where it speaks of a code. */
export function WhatIsThis({ id }: { id: PageId }) {
  const { t } = useText();
  return (
    <a className="sm what-is-this" href={handbookHref(id)}>
      {t('handbook.whatIsThis')}
    </a>
  );
}
