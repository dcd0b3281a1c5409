import { testExported } from '../main-job/exported';
import { ASTRBOT_IN_LAB } from '../main-job/lab-stack';

testExported(ASTRBOT_IN_LAB, '26');
