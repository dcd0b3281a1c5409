import type { BrainChange, LastBrainChange } from '../../contract/brain-change';
import type { LinkId } from '../../contract/ids';
import type { Ask, Diagnosis, Doing } from '../../contract/link-state';

/** The words of the terminal. */
export interface Texts {
  language: 'zh' | 'en';
  link: Record<LinkId, string>;
  doing: Record<Doing, string>;
  /** What only the user can do, as a heading. */
  ask: Record<Ask['kind'], string>;
  diagnosis: Record<Diagnosis['code'], string>;
  /** Of a change of brain. */
  phase: Record<BrainChange['phase'], string>;
  prompt: {
    stack: string;
    consent: string;
    agree: string;
    provider: string;
    baseUrl: string;
    key: string;
    account: string;
    keepOrReplace: string;
    ours: string;
    theirs: string;
    typeName: (name: string) => string;
    poolLicence: (product: string, licence: string, url: string) => string;
  };
  say: {
    waiting: string;
    ready: string;
    stopped: string;
    running: string;
    proved: (answer: string, seconds: string) => string;
    you: string;
    bot: string;
    needsFlag: (flag: string) => string;
    noPool: string;
    timeout: (minutes: string) => string;
    locked: (pid: string, url: string) => string;
    noBot: string;
    removed: string;
    kept: string;
    needsData: string;
    cancelled: string;
    changed: Record<LastBrainChange['result'], string>;
    unchanged: string;
    failed: string;
  };
}
