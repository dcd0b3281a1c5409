import { backup, restore, snapshots } from './zh/backup';
import { brain } from './zh/brain';
import { ask, chain, doing, doingLine, fix } from './zh/chain';
import { app, error, notice, session, unit } from './zh/common';
import { data } from './zh/data';
import { diagnosis } from './zh/diagnosis';
import { exports } from './zh/export';
import { gateway, routes } from './zh/gateway';
import { handbook } from './zh/handbook';
import { card, home, logs, messages, nav, remove, services } from './zh/home';
import { legacy } from './zh/legacy';
import { manner } from './zh/manner';
import { pool } from './zh/pool';
import { about, desk, notify, updating } from './zh/preferences';
import { proxy } from './zh/proxy';
import { resources } from './zh/resources';
import { secrets } from './zh/secrets';
import { rehearsal, settings } from './zh/settings';
import { support } from './zh/support';
import { syncDiagnosis } from './zh/sync-diagnosis';
import { tuning } from './zh/tuning';
import { versions } from './zh/versions';
import { choose, consent, done, engine, keep, key, progress, scan, space, stack, wizard } from './zh/wizard';

export const zh = {
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
} as const;
