import { testExported } from './exported';
import { KOISHI_IN_LAB } from './lab-stack';

testExported(KOISHI_IN_LAB, '20');
