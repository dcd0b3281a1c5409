import { ASTRBOT_IN_LAB } from '../main-job/lab-stack';
import { testUnattended } from '../main-job/unattended';

testUnattended(ASTRBOT_IN_LAB);
