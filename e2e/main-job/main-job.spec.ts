import { KOISHI_IN_LAB } from './lab-stack';
import { testWizard } from './wizard';

testWizard(KOISHI_IN_LAB);
