import { KOISHI_IN_LAB } from './lab-stack';
import { testUnattended } from './unattended';

testUnattended(KOISHI_IN_LAB);
