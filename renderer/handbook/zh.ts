import type { Handbook } from './page';
import { brain } from './zh/brain';
import { bridge } from './zh/bridge';
import { engine } from './zh/engine';
import { extras } from './zh/extras';
import { general } from './zh/general';
import { images } from './zh/images';
import { login } from './zh/login';
import { model } from './zh/model';
import { saving } from './zh/saving';
import { services } from './zh/services';
import { updates } from './zh/updates';

export const zh: Handbook = {
  general,
  codes: {
    ...engine,
    ...images,
    ...services,
    ...login,
    ...bridge,
    ...brain,
    ...model,
    ...extras,
    ...saving,
    ...updates,
  },
};
