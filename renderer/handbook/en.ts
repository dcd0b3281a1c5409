import { brain } from './en/brain';
import { bridge } from './en/bridge';
import { engine } from './en/engine';
import { extras } from './en/extras';
import { general } from './en/general';
import { images } from './en/images';
import { login } from './en/login';
import { model } from './en/model';
import { saving } from './en/saving';
import { services } from './en/services';
import { updates } from './en/updates';
import type { Handbook } from './page';

export const en: Handbook = {
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
