import { backup, restore, snapshots } from './en/backup';
import { brain } from './en/brain';
import { ask, chain, doing, doingLine, fix } from './en/chain';
import { app, error, notice, session, unit } from './en/common';
import { data } from './en/data';
import { diagnosis } from './en/diagnosis';
import { exports } from './en/export';
import { gateway, routes } from './en/gateway';
import { handbook } from './en/handbook';
import { card, home, logs, messages, nav, remove, services } from './en/home';
import { legacy } from './en/legacy';
import { manner } from './en/manner';
import { pool } from './en/pool';
import { about, desk, notify, updating } from './en/preferences';
import { proxy } from './en/proxy';
import { resources } from './en/resources';
import { secrets } from './en/secrets';
import { rehearsal, settings } from './en/settings';
import { support } from './en/support';
import { syncDiagnosis } from './en/sync-diagnosis';
import { tuning } from './en/tuning';
import { versions } from './en/versions';
import { choose, consent, done, engine, keep, key, progress, scan, space, stack, wizard } from './en/wizard';
import type { Texts } from './texts';
export const en: Texts = {
  app,
  session,
  error,
  notice,
  unit,
  chain,
  doing,
  doingLine,
  ask,
  fix,
  diagnosis: { ...diagnosis, ...syncDiagnosis },
  wizard,
  stack,
  choose,
  consent,
  key,
  scan,
  engine,
  progress,
  space,
  keep,
  done,
  nav,
  home,
  card,
  services,
  messages,
  remove,
  logs,
  resources,
  data,
  manner,
  proxy,
  tuning,
  secrets,
  settings,
  desk,
  notify,
  updating,
  about,
  rehearsal,
  pool,
  brain,
  backup,
  restore,
  legacy,
  snapshots,
  gateway,
  routes,
  exports,
  versions,
  handbook,
  support,
};
