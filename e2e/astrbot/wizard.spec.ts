import { ASTRBOT_IN_LAB } from '../main-job/lab-stack';
import { testWizard } from '../main-job/wizard';

testWizard(ASTRBOT_IN_LAB);
